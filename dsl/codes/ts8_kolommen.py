"""TS89n: running besluiten over a population as columns."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS890",
        "Gegeven zonder bereik in een doorrekening",
        "Van '{name}' is niet opgegeven tussen welke grenzen het ligt.",
        "Schrijf bij het gegeven 'ligt tussen ... en ...'.",
        "Een doorrekening van een bevolking bewijst vooraf dat geen getal te groot wordt. Daarvoor moet van elk getal bekend zijn tussen "
        "welke grenzen het ligt.",
        "het inkomen : bedrag per jaar",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 10.000.000",
    ),
    Code(
        "TS891",
        "Bevolking past niet bij de regels",
        "'{name}' van '{owner}' is in deze bevolking geen {wanted}.",
        "Pas de bevolking aan, of de toewijzing van kolommen aan gegevens.",
        "Een bevolking moet dezelfde soorten gegevens en rollen hebben als de regels. Een rol voor meer dan één heeft per rij een "
        "lijst, een rol voor ten hoogste één een verwijzing, en een tekst heeft woorden.",
        "de echtgenoot als lijst van personen",
        "de echtgenoot als verwijzing naar een persoon",
        language="console",
    ),
    Code(
        "TS892",
        "Getallen te groot voor een doorrekening",
        "Het besluit '{besluit}' rekent met getallen die te groot worden.",
        "Geef kleinere grenzen op bij de gegevens waarmee het rekent, of rond eerder af.",
        "Een doorrekening rekent met hele getallen van ten hoogste 127 bits. Ook met kleine gegevens komt dit besluit daarboven.",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000.000.000.000",
        "het inkomen : bedrag per jaar ligt tussen € 0 en € 10.000.000",
    ),
    Code(
        "TS893",
        "Regels te diep voor een doorrekening",
        "De regels van het besluit '{besluit}' verwijzen te vaak naar elkaar door.",
        "Splits het besluit, of maak de reeks regels korter.",
        "Een doorrekening legt alle regels achter elkaar in een programma. Dat kan tot ongeveer honderd regels diep.",
        "een regel die via honderden andere regels rekent",
        "twee besluiten, waarvan het tweede het eerste als gegeven heeft",
        language="console",
    ),
    Code(
        "TS894",
        "Bestand voor een verzonnen bevolking klopt niet",
        "Dit bestand voor een verzonnen bevolking klopt niet: {what}.",
        "Kijk hoe het meegeleverde bestand het doet.",
        "Een verzonnen bevolking wordt gemaakt uit een bestand met aandelen, marges met hun bron, aannames en gegevens die voor iedereen "
        "gelijk zijn.",
        "zorg: geen",
        "zorg: Wmo",
        language="yaml",
    ),
    Code(
        "TS895",
        "Bevolking is niet heel",
        "Van '{name}' in de bevolking klopt de vorm niet: {what}.",
        "Maak de bevolking opnieuw, of herstel de bron waaruit zij komt.",
        "Elke kolom heeft een waarde per rij, en elke rol wijst naar een rij die er is. Anders zou een doorrekening gegevens van de "
        "verkeerde persoon gebruiken.",
        "een echtgenoot op rij 1000 van een tabel met 900 personen",
        "een echtgenoot op rij 800 van een tabel met 900 personen",
        language="console",
    ),
)
