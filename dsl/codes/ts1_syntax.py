"""TS1nn: the form of the text."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS101",
        "Onverwacht woord",
        "'{found}' past hier niet. Verwacht: {expected}.",
        "Pas de zin aan, of maak het deel ervoor eerst af.",
        "De zin volgt tot hier een vast patroon, en dit woord past daar niet in. Vaak ontbreekt er net ervoor een woord, of "
        "staat er een tikfout. Kijk daarom ook naar het eind van de regel erboven.",
        "De bijdrage van een leefeenheid moet worden gesteld het abonnementstarief",
        "De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief",
    ),
    Code(
        "TS102",
        "Er ontbreekt een deel",
        "Na '{after}' ontbreekt nog iets. Verwacht: {expected}.",
        "Vul het ontbrekende deel aan.",
        "Een zin of blok houdt op voordat het af is. De melding staat aan het eind van wat er wel is, want daar hoort het "
        "ontbrekende deel te komen.",
        "Regel hoogte van de bijdrage\n    De bijdrage van een leefeenheid moet gesteld worden op",
        "Regel hoogte van de bijdrage\n"
        "    De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief",
    ),
    Code(
        "TS103",
        "Opsomming slaat een niveau over",
        "Dit opsommingsteken heeft diepte {found}; hier kan hoogstens diepte {expected} staan.",
        "Gebruik een teken minder, of zet er een regel boven die de onderliggende opsomming aankondigt.",
        "Het aantal tekens (• of -) geeft aan bij welke voorwaarde een onderdeel hoort. Elk dieper niveau moet worden "
        "aangekondigd, bijvoorbeeld met 'aan alle volgende voorwaarden is voldaan:'.",
        "indien aan alle volgende voorwaarden is voldaan:\n    •• de persoon heeft een echtgenoot",
        "indien aan alle volgende voorwaarden is voldaan:\n    • de persoon heeft een echtgenoot",
    ),
    Code(
        "TS104",
        "'en' en 'of' door elkaar",
        "'en' en 'of' staan in dezelfde zin zonder haakjes.",
        "Zet haakjes om wat bij elkaar hoort, of maak er een opsomming van.",
        "'A en B of C' kan twee dingen betekenen. In een wet levert dat bezwaarzaken op. Daarom moet u laten zien wat bij "
        "elkaar hoort.",
        "indien het inkomen bekend is en de persoon een echtgenoot heeft of de persoon een kind heeft",
        "indien het inkomen bekend is en (de persoon een echtgenoot heeft of de persoon een kind heeft)",
    ),
    Code(
        "TS105",
        "Tekst is niet afgesloten",
        "Deze tekst begint met een aanhalingsteken, maar wordt op dezelfde regel niet afgesloten.",
        'Zet aan het eind van de tekst een ".',
        "Een tekst staat tussen dubbele aanhalingstekens en past op een regel. Zonder het tweede teken zou de rest van het "
        "bestand als tekst gelezen worden.",
        'uitleg: "U betaalt geen bijdrage.',
        'uitleg: "U betaalt geen bijdrage."',
    ),
    Code(
        "TS106",
        "Datum bestaat niet",
        "De datum '{text}' bestaat niet.",
        "Controleer dag, maand en jaar.",
        "De datum heeft wel de goede vorm, maar staat niet op de kalender, zoals 31 april of 29 februari in een gewoon jaar.",
        "geldig vanaf 31-04-2024",
        "geldig vanaf 30-04-2024",
    ),
    Code(
        "TS107",
        "Bedrag is verkeerd geschreven",
        "'{text}' is geen geldig bedrag.",
        "Schrijf een bedrag als € 1.234,56: een punt tussen duizendtallen, een komma voor de centen.",
        "In Nederland staat een punt tussen duizendtallen en een komma voor de centen. Andere vormen worden geweigerd, want "
        "'€ 1.234' en '€ 1,234' verschillen een factor duizend.",
        "vanaf 01-01-2024: € 20.6",
        "vanaf 01-01-2024: € 20,60",
    ),
    Code(
        "TS108",
        "Getal is verkeerd geschreven",
        "'{text}' is geen geldig getal.",
        "Schrijf een getal als 1.234,5 of een percentage als 4,273%.",
        "Getallen volgen de Nederlandse schrijfwijze: een punt tussen duizendtallen en een komma voor de decimalen.",
        "de grondslag is 4.273% van het inkomen",
        "de grondslag is 4,273% van het inkomen",
    ),
    Code(
        "TS109",
        "Datum is verkeerd geschreven",
        "'{text}' is geen datum in de vorm die hier geldt.",
        "Schrijf een datum als 01-01-2024 of als 1 januari 2024.",
        "Een datum heeft eerst de dag, dan de maand en dan een jaar van vier cijfers. Zo is 03-04-2024 altijd 3 april.",
        "geldig vanaf 2024-01-01",
        "geldig vanaf 01-01-2024",
    ),
    Code(
        "TS110",
        "Geen regeling aan het begin",
        "Voor '{found}' is nog geen regeling genoemd.",
        "Begin het bestand met 'Regeling' en de naam van de regeling.",
        "Elke definitie hoort bij een regeling, die ook zegt wie haar uitvoert en welke wet de bron is. Daarom staat die regel "
        "bovenaan.",
        "Parameter het abonnementstarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60",
        "Regeling Eigen bijdrage Wmo\n    uitvoerder: CAK\n\n"
        "Parameter het abonnementstarief : bedrag per maand\n    vanaf 01-01-2024: € 20,60",
    ),
    Code(
        "TS111",
        "Kopregel staat er twee keer",
        "'{head}' staat meer dan een keer in dit blok.",
        "Houd een van de twee over.",
        "Van deze kopregel kan er in een blok maar een zijn. Staan er twee, dan is niet duidelijk welke geldt. 'bron:' mag wel "
        "vaker voorkomen.",
        "Signaal stapeling\n    ernst: hoog\n    ernst: laag",
        "Signaal stapeling\n    ernst: hoog",
    ),
    Code(
        "TS112",
        "Kopregel zonder inhoud",
        "Na '{head}' staat niets.",
        "Vul in wat erbij hoort, of haal de kopregel weg.",
        "Een lege kopregel lijkt ingevuld, maar zegt niets. De regel eronder wordt er niet bij gelezen.",
        "Regel hoogte van de bijdrage\n    bron:",
        "Regel hoogte van de bijdrage\n    bron: Wmo 2015 artikel 2.1.4a lid 4",
    ),
    Code(
        "TS113",
        "Kopregel hoort niet in dit blok",
        "'{head}' hoort niet bij {block}.",
        "Haal de kopregel weg, of zet haar in het blok waar zij bij hoort.",
        "Elke soort blok heeft eigen kopregels: 'ernst:' hoort bij een signaal, 'in afwijking van:' bij een regel. Staat er een "
        "in het verkeerde blok, dan heeft zij geen gevolg.",
        "Regel hoogte van de bijdrage\n    ernst: hoog",
        "Signaal stapeling van betalingsachterstanden\n    ernst: hoog",
    ),
    Code(
        "TS114",
        "Onbekende keuze in een kopregel",
        "'{found}' kan niet bij '{head}'. Kies uit: {allowed}.",
        "Neem een van de genoemde woorden over.",
        "Deze kopregel kent een vaste lijst van antwoorden, zodat het programma er iets mee kan doen.",
        "zekerheid: redelijk",
        "zekerheid: middel",
    ),
    Code(
        "TS115",
        "Te weinig onderdelen in de opsomming",
        "Er worden {needed} voorwaarden gevraagd, maar er staan er {given}.",
        "Vul de opsomming aan of verlaag het aantal.",
        "Als ten minste drie voorwaarden moeten gelden en er staan er twee, dan kan de regel nooit gelden.",
        "indien aan ten minste 3 van de volgende voorwaarden is voldaan:\n"
        "    • de persoon heeft een echtgenoot\n    • de persoon heeft een kind",
        "indien aan ten minste 2 van de volgende voorwaarden is voldaan:\n"
        "    • de persoon heeft een echtgenoot\n    • de persoon heeft een kind",
    ),
    Code(
        "TS116",
        "Haakjes kloppen niet",
        "Bij dit haakje '{bracket}' hoort een ander haakje, en dat ontbreekt.",
        "Zet het ontbrekende haakje erbij, of haal dit haakje weg.",
        "Haakjes horen in paren. Ontbreekt er een, dan is niet te zien waar het deel ophoudt.",
        "de grondslag is (het inkomen min de aftrek maal 10%",
        "de grondslag is (het inkomen min de aftrek) maal 10%",
    ),
    Code(
        "TS117",
        "Gereserveerd woord",
        "'{word}' is een gereserveerd woord en heeft nog geen betekenis.",
        "Gebruik een ander woord, of haal dit blok weg.",
        "'Norm', 'Variant' en 'Traject' zijn vrijgehouden voor een latere versie van de taal. Een blok dat niets doet, zou u "
        "laten denken dat het meetelt. Daarom is het een fout.",
        "Traject wanbetaling zorgpremie",
        "Regel start van de bestuursrechtelijke premie",
    ),
    Code(
        "TS118",
        "Te veel termen in een zin",
        "Deze zin heeft {count} termen of voorwaarden; de grens is {limit}.",
        "Gebruik een tabel, of neem de som over een lijst ('de som van ...').",
        "Zulke lange sommen ontstaan meestal door kopiëren. Een tabel of een som over een lijst is korter en beter te controleren.",
        "de grondslag is het loon plus de rente plus de winst plus ...",
        "de grondslag is de som van de bedragen van de inkomsten van de persoon",
    ),
    Code(
        "TS119",
        "Tabelrij heeft een verkeerd aantal cellen",
        "Deze rij heeft {found} cellen; de kop van de tabel heeft er {expected}.",
        "Vul de rij aan. Gebruik 'n.v.t.' voor een kolom die in deze rij niet meetelt.",
        "Elke rij geeft voor elke kolom een cel. Bij een cel te weinig zouden de waarden onder de verkeerde kop komen.",
        "| het tarief van een persoon | indien het inkomen van de persoon | indien de persoon minderjarig is |\n"
        "| € 0,00 | ja |",
        "| het tarief van een persoon | indien het inkomen van de persoon | indien de persoon minderjarig is |\n"
        "| € 0,00 | n.v.t. | ja |",
    ),
    Code(
        "TS120",
        "Regel hoort nergens bij",
        "Deze regel begint geen blok en hoort niet bij het blok erboven.",
        "Begin een blok met bijvoorbeeld 'Regel', 'Parameter' of 'Besluit', of zet '//' voor een opmerking.",
        "Een bestand bestaat uit blokken die met een vast woord beginnen. Losse tekst kan een vergeten blokkop of een "
        "opmerking zonder // zijn.",
        "Let op: dit tarief geldt tot 2027.",
        "// Let op: dit tarief geldt tot 2027.",
    ),
)
