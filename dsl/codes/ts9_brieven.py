"""TS92n: letters."""

from dsl.codes.entry import Code

CODES: tuple[Code, ...] = (
    Code(
        "TS921",
        "Gegevens voor de brief hebben niet de goede vorm",
        "De gegevens voor de brief kloppen niet: {problem}.",
        "Vul dit deel aan of verbeter het.",
        "Een beschikking noemt wie haar nam, aan wie zij gericht is, waar bezwaar naartoe gaat, en of iemand vooraf is gehoord. Dat weet "
        "alleen een mens; daarom vult die het in.",
        "zienswijze: {gevraagd: nee}",
        "zienswijze: {gevraagd: nee, grond: financieel besluit}",
        language="yaml",
    ),
    Code(
        "TS922",
        "Van dit besluit is geen beschikking te maken",
        "Van '{besluit}' is nog geen beschikking te maken: {reason}.",
        "Los dat eerst op. Met 'toetssteen besluit' ziet u wat er nodig is.",
        "Een brief met een uitkomst die nog niet vaststaat, of zonder te zeggen waar bezwaar kan, brengt iemand in de problemen.",
        "toetssteen brief zorgtoeslag --dossier onvolledig.yaml --gegevens brief.yaml --uit brief.pdf",
        "toetssteen brief zorgtoeslag --dossier volledig.yaml --gegevens brief.yaml --uit brief.pdf",
        language="console",
    ),
    Code(
        "TS923",
        "Brief gaat naar de verkeerde",
        "Deze brief kan zo niet weg: {problem}.",
        "Verbeter 'aan' of 'afschrift aan'.",
        "Een brief aan iemand die is overleden, of alleen aan iemand voor wie een ander de zaken doet, bereikt niet wie hem moet lezen.",
        "aan: {naam: mevrouw A. Voorbeeld, adres: [Dorpsstraat 1], als: betrokkene}",
        "aan: {naam: erven van mevrouw A. Voorbeeld, adres: [Dorpsstraat 1], als: erven}",
        language="yaml",
    ),
    Code(
        "TS924",
        "Brief kan niet in deze vorm",
        "Een brief is niet te maken als '{path}'.",
        "Laat de naam eindigen op een van: {kinds}.",
        "Aan het einde van de naam ziet Toetssteen wat voor bestand u wilt.",
        "toetssteen brief zorgtoeslag --dossier zaak.yaml --gegevens brief.yaml --uit brief.doc",
        "toetssteen brief zorgtoeslag --dossier zaak.yaml --gegevens brief.yaml --uit brief.docx",
        language="console",
    ),
)
