"""TS88n: runs over a population and the reports of these."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS880",
        "Populatie niet te gebruiken",
        "Deze populatie is niet te gebruiken: {what}.",
        "Maak de populatie opnieuw, of kies een andere map.",
        "Een doorrekening leest een map met populatie.yaml en delen, zoals 'toetssteen populatie' die maakt. Elk deel moet er zijn, en "
        "zijn zoals het werd geschreven.",
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie leeg --jaar 2025 --uit rapport',
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie mensen --jaar 2025 --uit rapport',
        language="console",
    ),
    Code(
        "TS881",
        "Bestand met aannames klopt niet",
        "Dit bestand met aannames klopt niet: {what}.",
        "Kijk hoe scenarios/aannames/indexatie-2024.yaml het doet.",
        "Aannames over de uitvoering hebben elk een bron, en een aantal per iets dat er al is: laag, midden en hoog, of een getal.",
        "aantal: 3%; 1%; 2%",
        "aantal: 1%; 2%; 3%",
        language="yaml",
    ),
    Code(
        "TS883",
        "Bestand met kosten klopt niet",
        "Dit bestand met kosten klopt niet: {what}.",
        "Geef per regel een naam, een aantal, een normtijd met een tarief of een prijs, de soort en de bron.",
        "Kosten zijn een aantal maal een normtijd maal een tarief, of een aantal maal een prijs. Het aantal komt uit de aannames ('bij') "
        "of staat er zelf. Zonder bron is een bedrag niet te controleren.",
        "- {naam: bellen, bij: extra telefoongesprekken, normtijd: 0,1, soort: incidenteel}",
        "- {naam: bellen, bij: extra telefoongesprekken, normtijd: 0,1, tarief: € 60, soort: incidenteel, bron: raming 2024}",
        language="yaml",
    ),
    Code(
        "TS884",
        "Bestand met inbreng klopt niet",
        "Dit bestand met inbreng klopt niet: {what}.",
        "Kijk hoe scenarios/inbreng/indexatie-2024.yaml het doet.",
        "Inbreng is wat mensen aan een rapport toevoegen: randvoorwaarden met een eigenaar en een datum, een inschatting per vast risico, "
        "en teksten bij hoofdstukken die de doorrekening niet kan vullen. Het oordeel hoort er niet bij: dat geeft een mens.",
        "randvoorwaarden: [{voorwaarde: de regeling staat op tijd in de Staatscourant, eigenaar: VWS}]",
        "randvoorwaarden: [{voorwaarde: de regeling is op tijd bekend, eigenaar: VWS, datum: 01-10-2023, bron: overleg}]",
        language="yaml",
    ),
    Code(
        "TS885",
        "Doorrekening niet volledig",
        "De doorrekening is niet volledig: {missing} van de {total} delen ontbreken: {what}.",
        "Neem weg wat er mis is, en geef hetzelfde commando met --hervat: dan worden alleen deze delen nog doorgerekend.",
        "Een deel waarvan het proces stopt, wordt tot drie keer doorgerekend. Lukt het dan nog niet, dan komt er geen rapport, want de "
        "totalen zouden niet kloppen. Wat klaar is blijft bewaard in de map voor het rapport. Stopt een proces door te weinig geheugen, "
        "kies dan minder werkers of meer geheugen.",
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie mensen --jaar 2025 --uit rapport --geheugen 512',
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie mensen --jaar 2025 --uit rapport --geheugen 4096 --hervat',
        language="console",
    ),
    Code(
        "TS886",
        "Cluster niet te gebruiken",
        "Dit cluster is niet te gebruiken: {what}.",
        "Controleer het adres en of de planner en de werkers draaien. Over een netwerk kan alleen tls://.",
        "Wie bij een Dask-planner kan, kan er elk programma laten uitvoeren. Daarom gaat tcp:// alleen naar de machine zelf, en is voor "
        "elke andere machine TLS nodig.",
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie mensen --jaar 2025 --uit rapport --cluster tcp://10.0.0.5:8786',
        'toetssteen simuleer "opslag zorgpremie 0 procent" --populatie mensen --jaar 2025 --uit rapport --cluster tls://10.0.0.5:8786',
        language="console",
    ),
    Code(
        "TS882",
        "Rapport niet te gebruiken",
        "Dit rapport is niet te gebruiken: {what}.",
        "Geef de map of het bestand rapport.json van 'toetssteen simuleer'.",
        "Een invoeringstoets leest uit het rapport wat er vooraf werd verwacht, en zet de metingen ernaast.",
        "toetssteen invoeringstoets rapport.html --metingen gemeten.yaml",
        "toetssteen invoeringstoets rapport --metingen gemeten.yaml",
        language="console",
    ),
)
