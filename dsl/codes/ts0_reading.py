"""TS0nn: reading files."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS001",
        "Bestand is niet te lezen",
        "Het bestand '{path}' is niet te lezen: {reason}.",
        "Controleer of het bestand bestaat en of u het mag openen.",
        "Een bestand dat u noemt, of dat een ander bestand gebruikt, kon niet worden geopend. Dan is niet te zeggen of de "
        "regels kloppen: er kan een deel ontbreken. Daarom stopt de controle niet stilletjes, maar meldt zij dit als fout.",
        "toetssteen controleer rules/wmo/bijdage.regels",
        "toetssteen controleer rules/wmo/bijdrage.regels",
        language="console",
    ),
    Code(
        "TS002",
        "Bestand is geen UTF-8",
        "Het bestand '{path}' is geen geldige UTF-8-tekst (zie regel {line}).",
        "Sla het bestand op als UTF-8. In de meeste editors staat dit onder 'Opslaan als' of 'Codering'.",
        "Regelbestanden en dossiers zijn UTF-8, zodat tekens als € en é overal hetzelfde betekenen. Bestanden uit oudere "
        "programma's gebruiken soms een andere codering. Zonder deze controle zou een bedrag of naam anders gelezen kunnen "
        "worden dan u het schreef.",
        "iconv -f WINDOWS-1252 -t WINDOWS-1252 oud.regels > nieuw.regels",
        "iconv -f WINDOWS-1252 -t UTF-8 oud.regels > nieuw.regels",
        language="console",
    ),
    Code(
        "TS003",
        "Bestand is leeg",
        "Het bestand '{path}' bevat geen regels of gegevens.",
        "Vul het bestand, of haal het weg.",
        "Een leeg bestand is bijna altijd een vergissing: het opslaan ging mis, of de inhoud staat ergens anders. Een bestand "
        "met alleen opmerkingen telt ook als leeg.",
        "// hier komt de regeling nog",
        "Regeling Eigen bijdrage Wmo\n    uitvoerder: CAK",
    ),
    Code(
        "TS004",
        "Bestand is te groot",
        "Het bestand '{path}' is groter dan {limit} bytes. Meer wordt er niet gelezen.",
        "Controleer of dit het goede bestand is. Verdeel grote regelbestanden en verbind ze met 'gebruikt:', of zet een hogere "
        "grens in de omgevingsvariabele TOETSSTEEN_MAX_BYTES.",
        "De grens beschermt tegen het per ongeluk openen van een verkeerd bestand. Een regelbestand is zelden groter dan een "
        "paar honderd kilobyte.",
        "toetssteen controleer uitvoer-van-gisteren.regels",
        "toetssteen controleer rules/wmo",
        language="console",
    ),
    Code(
        "TS005",
        "Te diep genest",
        "Haakjes, opsommingen of onderdelen zijn hier dieper genest dan {limit} niveaus.",
        "Maak de zin korter: geef een deel een naam onder 'Daarbij geldt', of verdeel het over meer regels.",
        "Meer dan 64 niveaus in elkaar kan niemand lezen, en zo diepe teksten kunnen het programma laten vastlopen. Wetten "
        "komen zelden verder dan vier niveaus.",
        "De bijdrage van een leefeenheid moet gesteld worden op ((((... € 1,00 ...))))",
        "De bijdrage van een leefeenheid moet gesteld worden op het abonnementstarief",
    ),
    Code(
        "TS006",
        "Onbekend teken",
        "Het teken '{character}' ({codepoint}) heeft hier geen betekenis.",
        "Haal het teken weg, of zet het binnen aanhalingstekens als het bij een tekst hoort.",
        "De taal gebruikt gewone letters, cijfers, leestekens, het euroteken en het procentteken. Andere tekens komen vaak mee "
        "bij het plakken uit een tekstverwerker of webpagina.",
        "De lage bijdrage van een verzekerde moet berekend worden als het inkomen × 10%",
        "De lage bijdrage van een verzekerde moet berekend worden als 10% van het inkomen van de verzekerde",
    ),
    Code(
        "TS008",
        "Onzichtbaar teken",
        "Hier staat een onzichtbaar teken ({codepoint}).",
        "Haal het teken weg. Vaak helpt het om het woord opnieuw te typen.",
        "Onzichtbare tekens, zoals een teken dat de leesrichting omdraait, kunnen een regel anders laten lijken dan hij is. "
        "Wat de lezer ziet, moet zijn wat wordt uitgevoerd. Daarom zijn ze verboden, ook in teksten.",
        "Regel hoogte van de bij\u200cdrage",
        "Regel hoogte van de bijdrage",
    ),
    Code(
        "TS009",
        "Map zonder regelbestanden",
        "In '{path}' staat geen enkel bestand dat op '{extension}' eindigt.",
        "Controleer of u de goede map noemde.",
        "Wie een map laat controleren, verwacht dat er iets gecontroleerd wordt. 'Niets gevonden, dus alles goed' zou u op het "
        "verkeerde been zetten.",
        "toetssteen controleer docs",
        "toetssteen controleer rules",
        language="console",
    ),
)
