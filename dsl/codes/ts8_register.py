"""TS86n: the register."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS860",
        "Register niet te gebruiken",
        "{what}",
        "Controleer het adres (TOETSSTEEN_DATABASE of --database), de sleutel (TOETSSTEEN_KEY_FILE of --sleutel) en of de "
        "database draait.",
        "Een register is een database met een sleutel die daar niet in staat. Zonder een van beide is er niets te lezen.",
        "toetssteen register controleer --database sqlite:///register.bd",
        "toetssteen register controleer --database sqlite:///register.db",
        language="console",
    ),
    Code(
        "TS861",
        "Register niet in orde",
        "Inschrijving {number} van de {count} is de eerste die niet in orde is{name}: {why}.",
        "Zet de schrijvers stil, bewaar de database zoals zij is, en vergelijk met de laatste backup die wel in orde is.",
        "Elke inschrijving noemt de hash van de vorige en heeft een zegel. Wie iets wijzigt, weghaalt, verwisselt of toevoegt, ook "
        "rechtstreeks in de database, verbreekt die keten. Wat ervoor staat, is nog zoals het is geschreven.",
        'sqlite3 register.db "DELETE FROM entry WHERE seq = 12"',
        "toetssteen register controleer",
        language="console",
    ),
    Code(
        "TS862",
        "Besluit is niet opnieuw zo te nemen",
        "{id}: {outcome}. {why}",
        "Kijk in de verschillen wat er anders is. Het besluit in het register blijft zoals het is genomen.",
        "Met de regels, de feiten en de versie van toen geeft elk besluit opnieuw dezelfde bytes. Een nieuwe versie van het "
        "programma kan iets anders zeggen. Dat hoort dan te worden uitgelegd.",
        "toetssteen register herhaal besluit-1f0e",
        "toetssteen register toon besluit-1f0e",
        language="console",
    ),
    Code(
        "TS863",
        "Dit mag of kan niet in het register",
        "{what}",
        "Kijk met 'toetssteen register toon' wat er is, en met --help wat kan.",
        "Het register wist niets zolang een bewaartermijn loopt of onbekend is, of zolang een blokkade staat. Wat gewist is, komt niet "
        "terug. Gronden komen uit een vaste lijst, zodat er niets over een persoon blijft staan.",
        "toetssteen register wis dossier-1f0e --grond 'mevrouw vroeg het'",
        "toetssteen register wis dossier-1f0e --grond 'verzoek van de betrokkene'",
        language="console",
    ),
)
