"""TS896-TS898: the workbench as a server."""

from dsl.codes.entry import Code

CODES = (
    Code(
        "TS896",
        "Instelling van de werkbank klopt niet",
        "De instelling {name} klopt niet: {what}.",
        "Verbeter de omgevingsvariabele, of laat haar weg.",
        "De werkbank leest haar instellingen uit omgevingsvariabelen die met TOETSSTEEN_ beginnen. In de modus 'eenpersoons' luistert zij "
        "alleen op deze machine, want daar wordt niemand gevraagd wie hij is.",
        "TOETSSTEEN_HOST=0.0.0.0 toetssteen serve",
        "toetssteen serve",
        language="console",
    ),
    Code(
        "TS897",
        "Werkbank vraagt een extra pakket",
        "De werkbank kan niet zonder het extra pakket '{extra}'.",
        "Installeer het met: pip install 'toetssteen[{extra}]'.",
        "De opdrachtregel doet het zonder. Alleen wie de werkbank als server draait, heeft dit pakket nodig.",
        "pip install toetssteen",
        "pip install 'toetssteen[web]'",
        language="console",
    ),
    Code(
        "TS898",
        "Werkbank start niet",
        "De werkbank kan niet starten: {what}.",
        "Neem weg wat er mis is. Luistert er al iets op deze poort, kies dan een andere met TOETSSTEEN_PORT.",
        "De werkbank start pas als zij de regels kan laden, het register kan openen en op haar poort kan luisteren.",
        "TOETSSTEEN_PORT=80 toetssteen serve",
        "TOETSSTEEN_PORT=8081 toetssteen serve",
        language="console",
    ),
)
