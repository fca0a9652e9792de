"""TS470-TS479: varianten on top of the rules."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS470",
        "Onbekende regel in een variant",
        "Er is geen regel '{name}' om te {deed}.",
        "Neem de naam van een regel of beslistabel over, of schrijf 'voegt toe' als de regel nieuw is.",
        "Een variant vervangt een regel met naam, of laat hem vervallen. Met een naam die niets aanwijst, zou de variant niets doen.",
        "vervangt Regel hoogte van de bijdragen",
        "vervangt Regel hoogte van de bijdrage",
    ),
    Code(
        "TS471",
        "Onbekende parameter of tabel in een variant",
        "Er is geen {kind} '{name}' om te wijzigen.",
        "Neem de naam over zoals die beschreven is, of schrijf 'voegt toe' als de {kind} nieuw is.",
        "Een variant geeft andere waarden aan een parameter of tabel die er al is. Met een naam die niets aanwijst, zou de variant "
        "niets doen.",
        "wijzigt Parameter het abonnementstarief Wmo\n    vanaf 01-01-2024: € 19,00",
        "wijzigt Parameter het abonnementstarief\n    vanaf 01-01-2024: € 19,00",
    ),
    Code(
        "TS472",
        "Onbekende variant",
        "Er is geen variant '{name}'.",
        "Neem de naam van een variant over. 'toetssteen variant' noemt ze allemaal.",
        "Een variant die niet gevonden wordt, zou ongemerkt niet meetellen.",
        "bovenop: indexatie 2024",
        "bovenop: indexatie abonnementstarief 2024",
    ),
    Code(
        "TS473",
        "Varianten staan in een kring op elkaar",
        "De varianten {cycle} staan op elkaar in een kring.",
        "Haal een van de regels 'bovenop:' weg.",
        "Een variant die op een andere staat, komt na die andere. In een kring is er geen eerste.",
        "Variant A\n    bovenop: B\n\nVariant B\n    bovenop: A",
        "Variant A\n\nVariant B\n    bovenop: A",
    ),
    Code(
        "TS474",
        "Twee varianten spreken elkaar tegen",
        "'{one}' en '{other}' geven allebei iets anders voor {what}, {period}.",
        "Kies een van beide. Moet de ene voorgaan, zet dan 'bovenop: {one}' in variant '{other}'.",
        "Twee varianten naast elkaar mogen niet over hetzelfde iets anders zeggen: er is geen volgorde die zegt welke geldt. Een "
        "variant die zelf 'bovenop' een andere staat, gaat wel voor.",
        "Variant som\n    bovenop: tarief omhoog\n    bovenop: tarief omlaag",
        "Variant som\n    bovenop: tarief omhoog",
    ),
    Code(
        "TS475",
        "Variant verandert niets",
        "{what} verandert niets: {why}.",
        "Verbeter de naam, de datum of de waarde, of haal dit deel weg.",
        "Wie een variant doorrekent die niets verandert, leest overal nul en denkt dat het voorstel geen gevolgen heeft.",
        "Parameter het tarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60\n\n"
        "wijzigt Parameter het tarief\n    vanaf 01-01-2024: € 20,60",
        "Parameter het tarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60\n\n"
        "wijzigt Parameter het tarief\n    vanaf 01-01-2024: € 19,00",
    ),
    Code(
        "TS476",
        "Regels naast een variant in één bestand",
        "Dit bestand heeft een variant; '{word}' staat er los naast.",
        "Zet dit blok in een ander bestand als het geldend recht is, of schrijf 'voegt toe {word}' onder de variant.",
        "Wat in een bestand met een variant staat, hoort bij de variant en niet bij het geldende recht. Staat er iets los naast, dan is "
        "dat niet te zien.",
        "Variant hoger tarief\n    vereist: wet\n\nRegel nieuwe korting",
        "Variant hoger tarief\n    vereist: wet\n\n    voegt toe Regel nieuwe korting",
    ),
    Code(
        "TS477",
        "Regel van meer dan één regeling",
        "'{name}' is een regel van meer regelingen: {regelingen}.",
        "Noem onder 'gebruikt:' alleen het bestand van de regel die u bedoelt, of zet de variant in een bestand van die regeling.",
        "Twee regelingen mogen een regel met dezelfde naam hebben. Een variant moet er één van aanwijzen.",
        "Regeling Proef\n    gebruikt: wmo/bijdrage\n    gebruikt: wlz/bijdrage\n\nVariant proef\n"
        "    laat vervallen Regel hoogte van de bijdrage",
        "Regeling Proef\n    gebruikt: wmo/bijdrage\n\nVariant proef\n    laat vervallen Regel hoogte van de bijdrage",
    ),
    Code(
        "TS478",
        "Regel geldt dan niet",
        "'{name}' geldt niet {period}, dus is er niets om te {deed}.",
        "Kies een periode waarin de regel geldt, of schrijf 'voegt toe' als het een nieuwe regel is.",
        "Een regel die er op die dagen niet is, kan niet vervangen worden of vervallen.",
        "Regel korting\n    geldig vanaf 01-01-2020 t/m 31-12-2022\n\nlaat vervallen Regel korting\n    per: 01-01-2024",
        "Regel korting\n    geldig vanaf 01-01-2020 t/m 31-12-2022\n\nlaat vervallen Regel korting\n    per: 01-01-2022",
    ),
    Code(
        "TS479",
        "Variant laat een gat",
        "Zonder '{rule}' geeft {period} geen regel meer '{attr}' van '{owner}', en dat is wel nodig.",
        "Vervang de regel, of voeg een regel toe die in die periode geldt.",
        "Laat een variant een regel vervallen die nergens door vervangen wordt, dan komt een besluit dat die uitkomst nodig heeft op "
        "'niet van toepassing' of op een fout.",
        "laat vervallen Regel hoogte van de bijdrage\n    per: 01-01-2027",
        "vervangt Regel hoogte van de bijdrage\n    geldig vanaf 01-01-2027",
    ),
)
