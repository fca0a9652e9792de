"""TS95n: what a decision with rechtsgevolg needs."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS950",
        "Rechtsgevolg zonder rekenstappen of bewijs",
        "Het besluit '{besluit}' kan geen rechtsgevolg hebben: {what} ontbreekt.",
        "Neem het besluit in de zaak zelf, en niet in een doorrekening over veel mensen.",
        "Wie een besluit krijgt, moet kunnen zien waarom. Een uitkomst zonder rekenstappen en bewijs is daarvoor niet te gebruiken: een "
        "doorrekening is voor onderzoek, niet voor besluiten.",
        "toetssteen simuleer ... --rechtsgevolg",
        "toetssteen besluit Zorgtoeslag dossier.yaml --rechtsgevolg --behandelaar 'N. de Vries'",
        language="console",
    ),
    Code(
        "TS951",
        "Rechtsgevolg zonder behandelaar",
        "Het besluit '{besluit}' kan geen rechtsgevolg hebben: niemand staat ervoor in.",
        "Noem de behandelaar. Zonder behandelaar kan het alleen als de uitvoerder heeft gepubliceerd dat deze regeling "
        "geautomatiseerd besluit, en op welke grond.",
        "Niemand hoeft een besluit te krijgen dat alleen een computer nam (AVG artikel 22). Dat mag alleen als een wet het toelaat "
        "(UAVG artikel 40) en de uitvoerder het bekend heeft gemaakt.",
        "toetssteen besluit Zorgtoeslag dossier.yaml --rechtsgevolg",
        "toetssteen besluit Zorgtoeslag dossier.yaml --rechtsgevolg --behandelaar 'N. de Vries'",
        language="console",
    ),
    Code(
        "TS952",
        "Rechtsgevolg zonder vastgestelde uitkomst",
        "Het besluit '{besluit}' kan geen rechtsgevolg hebben: de status is '{status}'.",
        "Vul aan wat ontbreekt en beantwoord de vragen.",
        "Alleen een uitkomst die vaststaat, of die zegt dat de regeling niet van toepassing is, kan een besluit worden.",
        "status: nog niet vast te stellen",
        "status: vastgesteld",
        language="yaml",
    ),
    Code(
        "TS953",
        "Rechtsgevolg volgens een variant",
        "Het besluit '{besluit}' kan geen rechtsgevolg hebben: het is genomen volgens de variant '{variant}'.",
        "Neem het besluit met de regels die gelden.",
        "Een variant is een voorstel. Zij is geen recht zolang zij niet is vastgesteld.",
        "toetssteen besluit 'Eigen bijdrage Wmo' dossier.yaml --variant 'Opslag' --rechtsgevolg",
        "toetssteen besluit 'Eigen bijdrage Wmo' dossier.yaml --rechtsgevolg",
        language="console",
    ),
    Code(
        "TS954",
        "Publicatie van geautomatiseerd besluiten heeft niet de goede vorm",
        "In de lijst van geautomatiseerd besluiten klopt iets niet: {problem}.",
        "Verbeter dit deel.",
        "Elke regel van de lijst noemt de regeling, de uitvoerder, de grond in de wet, waar het is gepubliceerd, vanaf wanneer het geldt "
        "en welke waarborgen er zijn. Zonder dat telt de hele lijst niet.",
        "geautomatiseerd besluiten:\n  - regeling: Zorgtoeslag",
        "geautomatiseerd besluiten:\n"
        "  - regeling: Zorgtoeslag\n"
        "    uitvoerder: Dienst Toeslagen\n"
        "    grond: UAVG artikel 40\n"
        "    gepubliceerd: Algoritmeregister, 01-02-2026\n"
        "    geldig vanaf: 01-02-2026\n"
        "    waarborgen: wie wil, spreekt een mens",
        language="yaml",
    ),
)
