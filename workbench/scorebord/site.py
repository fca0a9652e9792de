"""The scoreboard as pages: an overview, one per part of the organisation, and one per norm that goes down to the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from shlex import quote

from dsl.notation import format_date, format_display
from engine.normen.assess import Measurement
from engine.normen.board import KINDS, WHOLE, Board, Line
from engine.normen.figures import exact
from engine.normen.opened import Opened
from engine.normen.outlook import State, outlook_text
from engine.normen.rapportage import Section, conclusion, report_text
from engine.normen.tally import KEPT, Keys
from workbench.catalogus.markup import Html, Part, bullets, details, link, tag, terms
from workbench.scorebord.cards import card, course, facts, parts_table, standing
from workbench.scorebord.charts import Charts
from workbench.scorebord.frame import OVERVIEW, Page, Places, alone, norm_link, page, places_of, table, word_mark

SHOWN = 200
"""So many records are shown per list on the page of a norm."""

PARTS = 10
"""So many parts of one norm are shown on the overview."""

_MEANING = {
    "behaald": "Het cijfer voldoet, in de lezing die wij kiezen.",
    "behaald met kanttekening": "Het cijfer voldoet, maar er hoort iets bij, zoals een andere lezing met een ander oordeel.",
    "op koers": "Het jaar loopt nog, en het cijfer is waar het nu hoort te zijn.",
    "niet op koers": "Het jaar loopt nog, en het cijfer blijft achter.",
    "niet behaald": "Het cijfer voldoet niet.",
    "onherroepelijk gemist": "Het jaar loopt nog, maar de norm is niet meer te halen.",
    "jaarnorm zonder koers in de bron": "Het jaar loopt nog, en de bron zegt niet wat nu genoeg is.",
    "niet meetbaar zoals geformuleerd": "De norm vraagt iets wat niet te meten is.",
    "niet beoordeeld": "Er is geen norm of geen zeker cijfer, of de bron zegt niet of meer of minder beter is.",
    "niet gerapporteerd": "De norm geldt, maar niemand gaf een cijfer.",
}


def build_scoreboard(board: Board) -> dict[str, str]:
    """The pages by file name, each standing alone."""
    pages = Pages(board)
    return {name: alone(pages[name]) for name in pages}


class Pages(Mapping[str, Page]):
    """The pages of a scoreboard by file name, each made when it is asked for."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._places = places_of(board)
        self._charts = Charts()
        self._clusters = {file: cluster for cluster, file in self._places.clusters.items()}
        self._norms = {file: name for name, file in self._places.norms.items()}

    def __iter__(self) -> Iterator[str]:
        return iter((OVERVIEW, *self._clusters, *self._norms))

    def __len__(self) -> int:
        return 1 + len(self._clusters) + len(self._norms)

    def __getitem__(self, file: str) -> Page:
        """Raises KeyError for a file that there is not."""
        if file == OVERVIEW:
            return _overview(self._board, self._places)
        if file in self._clusters:
            cluster = self._clusters[file]
            return _cluster(self._board, self._places, self._charts, cluster, self._board.clusters()[cluster])
        mine = [line for line in self._board.lines if line.norm.name == self._norms[file]]
        return _norm(self._board, self._places, self._charts, file, mine)


# ---------------------------------------------------------------- overview


def _overview(board: Board, places: Places) -> Page:
    return page(
        board.title,
        board,
        places,
        OVERVIEW,
        tag("p", conclusion(board), class_="kern"),
        tag("h2", "Per onderdeel"),
        _counts(board, places),
        _attention(board, places),
        _signals(board, places),
        tag("h2", "Tekst voor de rapportage"),
        tag("p", "Deze tekst kunt u overnemen. De cijfers en de redenen komen van dit scorebord."),
        details("Toon de tekst", tag("div", [_section(item) for item in report_text(board)], class_="tekstblok")),
        tag("h2", "Waar dit op berust"),
        _sources(board),
        tag("h2", "Wat een oordeel betekent"),
        terms([(word, _MEANING[word]) for word in KINDS if any(line.word == word for line in board.lines)]),
    )


def _counts(board: Board, places: Places) -> Html:
    words = [word for word in KINDS if any(line.word == word for line in board.lines)]
    rows: list[Sequence[Part]] = []
    for cluster, lines in board.clusters().items():
        numbers = Counter(line.word for line in lines)
        rows.append([link(places.clusters[cluster], cluster), *(str(numbers[word] or "-") for word in words)])
    return table("Hoe vaak elk oordeel voorkomt, ook per cijfer van een norm", ("onderdeel", *words), rows, "telling")


def _attention(board: Board, places: Places) -> list[Part]:
    """What was missed or is about to be, with the reason."""
    found, left = _few([line for line in board.lines if line.kind == "slecht" or line.word == "niet op koers"])
    if not found:
        return []
    rows = [
        (
            norm_link(line, places),
            line.assessment.slice or line.norm.part or "",
            line.asked(),
            line.shown(),
            word_mark(line.word),
        )
        for line in found
    ]
    heads = ("norm", "onderdeel", "gevraagd", "cijfer", "oordeel")
    return [tag("h2", "Niet behaald"), table("Normen die niet zijn behaald", heads, rows), left]


def _few(lines: Sequence[Line]) -> tuple[list[Line], Html | None]:
    """Of each norm no more than some parts, and what was left out; the page of the norm has them all."""
    seen: Counter[str] = Counter()
    kept: list[Line] = []
    for line in lines:
        seen[line.norm.name] += 1
        if seen[line.norm.name] <= PARTS:
            kept.append(line)
    left = len(lines) - len(kept)
    words = f"En nog {format_display(left)} onderdelen van deze normen; op de bladzijde van de norm staan zij alle."
    return kept, tag("p", words) if left else None


def _signals(board: Board, places: Places) -> list[Part]:
    """What can be said before the period is over; what is missed or threatens to be stands first."""
    by_line = {id(one.assessment): one for one in board.outlooks}
    told = [
        line
        for one in board.outlooks
        if one.state in _AHEAD
        for line in board.lines
        if line.assessment is one.assessment
    ]
    shown, left = _few(told)
    if not board.outlooks:
        return []
    rows: list[Sequence[Part]] = []
    for line in shown:
        one = by_line[id(line.assessment)]
        rows.append(
            (
                norm_link(line, places),
                one.assessment.slice or line.norm.part or "",
                tag("span", f"{_AHEAD[one.state]} {one.state}", class_=_AHEAD_KIND[one.state]),
                one.reason if one.at_course is None else line.words(exact(one.at_course)),
                _day(one.limit.day) if one.state != "al gemist" else "",
                _day(one.at_pace),
            )
        )
    heads = (
        "norm",
        "onderdeel",
        "vooruitzicht",
        "waarom",
        "niet meer te halen vanaf",
        "in dit tempo buiten bereik vanaf",
    )
    unclear = len(board.outlooks) - len(told)
    return [
        tag("h2", "Signalering"),
        tag(
            "p",
            "De periode loopt nog. De dag waarop een norm niet meer te halen is, volgt uit de open zaken. "
            "Wat in dit tempo gebeurt, is een schatting. Bij de norm zelf staat hoe wij eraan komen.",
        ),
        [table("Vooruitzicht per norm", heads, rows), left] if rows else None,
        tag(
            "p",
            f"Bij {unclear} {'norm of onderdeel' if unclear == 1 else 'normen of onderdelen'} is niets te voorspellen.",
        )
        if unclear
        else None,
    ]


_AHEAD: dict[State, str] = {"al gemist": "✗", "dreigt gemist te worden": "!", "op weg om behaald te worden": "→"}
_AHEAD_KIND: dict[State, str] = {
    "al gemist": "slecht",
    "dreigt gemist te worden": "slecht",
    "op weg om behaald te worden": "lopend",
}


def _day(day: date | None) -> str:
    return "" if day is None else format_date(day)


def _section(section: Section) -> list[Part]:
    return [tag("h3", section.title), tag("p", section.lead) if section.lead else None, bullets(section.items)]


def _sources(board: Board) -> list[Part]:
    if board.registries:
        rows = [_registry(item) for item in board.registries]
        heads = ("registratie", "bestand", "records gelezen", "niet te gebruiken", "waarom")
        return [table("Gelezen registraties", heads, rows), *[_refused(item) for item in board.registries]]
    return [bullets(f"{item.name} ({item.organisation})" for item in board.statements)]


def _registry(item: Measurement) -> Sequence[Part]:
    reasons = [f"{count} keer {why}" for why, count in sorted(item.rejected.reasons.items())]
    reasons += [f"norm '{name}': {count} records zonder datum" for name, count in sorted(item.unplaced.items())]
    if item.source is None:
        return (item.registry, "is er niet", "-", "-", None)
    file = Path(item.source).name
    return (item.registry, file, format_display(item.read), format_display(item.rejected.count), bullets(reasons))


def _refused(item: Measurement) -> Html | None:
    refused = item.rejected.rows[:SHOWN]
    parts = any(it.part for it in refused)
    rows = [(str(it.row), *([it.part] if parts else []), it.key, it.reason) for it in refused]
    if not rows:
        return None
    written = item.rejected.file
    caption = f"Rijen van '{item.registry}' die niet te gebruiken zijn{_first(len(rows), item.rejected.count)}"
    where = tag("p", f"Alle geweigerde rijen staan in {written.path.name}.") if written is not None else None
    return details(caption, where, table(caption, ("rij", *(["bestand"] if parts else []), "sleutel", "reden"), rows))


def _first(shown: int, all_: int) -> str:
    return "" if shown == all_ else f" (de eerste {format_display(shown)} van {format_display(all_)})"


# ---------------------------------------------------------------- one part of the organisation


def _cluster(board: Board, places: Places, charts: Charts, cluster: str, lines: Sequence[Line]) -> Page:
    known = [line for line in lines if line.word != "niet gerapporteerd"]
    silent = [line for line in lines if line.word == "niet gerapporteerd"]
    numbers = count(1)
    per_norm: dict[str, list[Line]] = {}
    for line in known:
        per_norm.setdefault(line.norm.name, []).append(line)
    cards: list[Part] = []
    for mine in per_norm.values():
        whole = [line for line in mine if line.assessment.slice is None]
        parts = [it for it in board.lines if it.norm.name == mine[0].norm.name and it.assessment.slice is not None]
        if len(whole) == 1 and parts:
            cards.append(card(whole[0], places, charts, f"{next(numbers)}", parts))
        else:
            cards += [card(line, places, charts, f"{next(numbers)}") for line in mine]
    who = board.whose
    where = cluster if cluster == WHOLE else f"Onderdeel {cluster}"
    return page(
        f"{where}: normen over {board.period.name}",
        board,
        places,
        places.clusters[cluster],
        tag("p", who, class_="zacht") if who else None,
        [tag("h2", "Normen met een oordeel"), cards] if cards else None,
        [tag("h2", "Normen zonder cijfer"), _silent(silent)] if silent else None,
    )


def _silent(lines: Sequence[Line]) -> list[Part]:
    rows = [
        (line.title, line.norm.part or "", line.asked(), bullets(it.text for it in line.norm.sources)) for line in lines
    ]
    return [
        tag("p", "Deze normen gelden, maar geen bron geeft er een cijfer bij. Of zij behaald zijn, is niet te zien."),
        table("Normen zonder cijfer", ("norm", "onderdeel", "gevraagd", "bron van de norm"), rows),
    ]


# ---------------------------------------------------------------- one norm


def _norm(board: Board, places: Places, charts: Charts, file: str, lines: Sequence[Line]) -> Page:
    norm = lines[0].norm
    whole = [line for line in lines if line.assessment.slice is None]
    slices = [line for line in lines if line.assessment.slice is not None]
    measured = bool(whole) and whole[0].assessment.ours.tally is not None
    return page(
        lines[0].title,
        board,
        places,
        file,
        terms(
            [
                ("Gedrukt als", norm.printed),
                ("Gevraagd", lines[0].asked()),
                ("Onderdeel", norm.part),
                ("Periode", norm.period),
                ("Geldt", _validity(lines[0])),
                ("Gemeten over", norm.registry if measured else None),
                ("Uitleg", norm.explanation),
                ("Bron", bullets(it.text for it in norm.sources)),
            ]
        ),
        _text(board, norm.name),
        [_full(board, line, charts, f"{number}") for number, line in enumerate(whole or lines, 1)],
        [tag("h2", "Per onderdeel"), parts_table(lines[0], slices)] if whole and slices else None,
        [_records(board, line) for line in whole],
    )


def _text(board: Board, name: str) -> Html | None:
    text = board.texts.get(name)
    return None if text is None else details("De norm zoals zij in de regels staat", tag("pre", text))


def _validity(line: Line) -> str | None:
    norm = line.norm
    if norm.start is None and norm.end is None:
        return None
    start = f"vanaf {format_date(norm.start)}" if norm.start else ""
    return f"{start} {f't/m {format_date(norm.end)}' if norm.end else ''}".strip()


def _full(board: Board, line: Line, charts: Charts, number: str) -> list[Part]:
    one, statement = line.judged.reported, line.judged.statement
    quote = None
    if one is not None and statement is not None:
        place = f", {one.place}" if one.place else ""
        quote = tag("p", f"{statement.name}{place}", f': "{one.quote}"' if one.quote else None, class_="zacht")
    where = f": {line.assessment.slice}" if line.assessment.slice else ""
    ahead = board.outlook(line)
    return [
        tag("h2", f"Oordeel over {line.assessment.period.name}{where}"),
        tag("article", standing(line), facts(line), quote, class_=line.kind),
        [tag("h2", f"Vooruitzicht{where}"), tag("p", outlook_text(ahead))] if ahead is not None else None,
        [tag("h2", f"Verloop{where}"), course(line, charts, number, folded=False)] if line.course else None,
    ]


def _records(board: Board, line: Line) -> list[Part]:
    tally, opened = line.assessment.ours.tally, board.opened(line)
    if tally is None or opened is None:
        return []
    lists = (
        ("Records die tegen de norm tellen", tally.against),
        ("Open en al te laat", tally.open_late),
    )
    known = [(title, keys) for title, keys in lists if keys.count]
    hint = _as_dossier(board, line, known[0][1]) if known and line.norm.registry in board.openable else None
    return [*[_list(line, title, keys, opened) for title, keys in known], hint]


def _as_dossier(board: Board, line: Line, keys: Keys) -> list[Part]:
    """How to go on with one record: the command that makes a dossier of it."""
    norm = line.norm.number or line.norm.name
    until = f" --tot {format_date(board.until)}" if board.until is not None else ""
    words = f"toetssteen norm {quote(norm)} --registratie MAP --periode {quote(board.period.name)}{until}"
    return [
        tag("h2", "Een zaak openen"),
        tag(
            "p",
            "Met deze opdracht wordt een record een dossier. U ziet dan de stappen van de zaak en de termijn uit de wet.",
        ),
        tag("pre", f"{words} --dossier {quote(keys.kept[0])}"),
    ]


def _list(line: Line, title: str, keys: Keys, opened: Opened) -> list[Part]:
    ordered = opened.worst_first(line.norm.name, keys)
    days = opened.late.get(line.norm.name, {})
    shown = ordered[:SHOWN]
    heads = opened.columns if not days else (*opened.columns, "dagen te laat")
    empty = ("",) * len(opened.columns)
    rows = [(*opened.values.get(key, empty), *([str(days.get(key, "-"))] if days else [])) for key in shown]
    among = f" Zij komen uit de eerste {KEPT} sleutels op alfabet." if keys.count > KEPT else ""
    words = f"{title}: {format_display(keys.count)}{_first(len(shown), keys.count)}."
    order = " De records die het langst te laat zijn, staan bovenaan." if days else ""
    return [tag("h2", title), tag("p", words + order + among), table(title, heads, rows)]
