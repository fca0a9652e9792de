"""Reading maatwerkafwegingen, and checking one against the decision that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dsl.diagnostics import Diagnostic
from dsl.notation import NotationError, parse_date
from dsl.program import Program
from dsl.suggest import did_you_mean, suggest
from engine.case import Case
from engine.decision import Decision
from engine.dossier.report import Report, shortened, yaml_findings
from engine.dossier.values import read_value, wanted_attr
from engine.dossier.vocabulary import folded
from engine.forms import check_form
from engine.maatwerk.form import DEPART, HIGHEST, UNEASE, UneaseForm, WeighingForm
from engine.maatwerk.openings import AGAINST_THE_LAW, openings_of
from engine.safe_yaml import Mapping as Group
from engine.safe_yaml import Node, Scalar, load_yaml
from engine.safe_yaml import Sequence as Listing

PERSPECTIVES = 3


@dataclass(frozen=True, slots=True)
class Record:
    """A file about maatwerk whose form is right; ``root`` keeps the places of its parts."""

    path: str
    form: WeighingForm | UneaseForm
    root: Group


def read_record(text: str | bytes, path: str) -> tuple[Record | None, list[Diagnostic]]:
    """Read a maatwerkafweging or a signal raised by hand. Never raises for what is in ``text``."""
    loaded = load_yaml(text)
    report = Report(path, found=yaml_findings(loaded, path))
    root = loaded.root
    if root is None:
        return None, report.found
    kind = root.get("soort") if isinstance(root, Group) else None
    form: WeighingForm | UneaseForm | None
    if isinstance(kind, Scalar) and folded(kind.text) == UNEASE:
        form, problems = check_form(UneaseForm, root)
    else:
        form, problems = check_form(WeighingForm, root)
    for item in problems:
        report.add("TS901", item.node, remedy=item.remedy, problem=item.problem)
    if isinstance(root, Group):
        _check_dates(root, report)
        if isinstance(form, WeighingForm):
            _check_whole(form, root, report)
    if form is None or report.has_errors or not isinstance(root, Group):
        return None, report.found
    return Record(path, form, root), report.found


# ---------------------------------------------------------------- what can be seen without the decision


_DAYS = ("op", "van", "tot en met", "herbekijken op", "gevraagd op", "aanvaard op", "rekendatum", "verzonden op")


def _check_dates(node: Node, report: Report) -> None:
    if isinstance(node, Group):
        for key, value in node.entries:
            if key.text in _DAYS and isinstance(value, Scalar) and value.text.strip():
                try:
                    parse_date(value.text)
                except NotationError as error:
                    report.add("TS901", value, remedy=error.remedy, problem=f"bij '{key.text}' hoort een datum")
            else:
                _check_dates(value, report)
    elif isinstance(node, Listing):
        for item in node.items:
            _check_dates(item, report)


def _check_whole(form: WeighingForm, root: Group, report: Report) -> None:
    """A weighing holds what its own choice asks for, in an order of days that can be."""
    names = {folded(one.naam) for one in form.perspectieven}
    if len(names) != PERSPECTIVES or len(form.perspectieven) != PERSPECTIVES:
        node = root.get("perspectieven") or root
        report.add("TS904", node, what=f"drie verschillende perspectieven; dit zijn er {len(names)}")
    if form.keuze == DEPART:
        given = {
            "afwijkende uitkomst": form.afwijkende_uitkomst,
            "grondslag": form.grondslag,
            "duur": form.duur,
        }
        for name, value in given.items():
            if not value:
                report.add("TS904", root.get("keuze") or root, what=f"'{name}', want u wijkt af")
    elif form.afwijkende_uitkomst:
        where = root.get("afwijkende uitkomst") or root
        report.add("TS905", where, problem="de keuze is niet afwijken, maar er staat een afwijkende uitkomst")
    if form.opening == AGAINST_THE_LAW:
        if not any(step.niveau in HIGHEST for step in form.trap):
            report.add(
                "TS904", root.get("trap") or root, what="een stap naar de commissie, de maatwerkplaats of de garage"
            )
        if not any("jurist" in folded(one.wie) for one in form.gehoord):
            report.add("TS904", root.get("gehoord") or root, what="een jurist die is gehoord")
    _check_order(form, root, report)


def _check_order(form: WeighingForm, root: Group, report: Report) -> None:
    signed = _day(form.ondertekend.op) if form.ondertekend else None
    for heard in form.gehoord:
        on = _day(heard.op)
        if signed is not None and on is not None and on > signed:
            problem = f"{heard.wie} is pas na de ondertekening gehoord"
            report.add("TS905", root.get("gehoord") or root, problem=problem)
    steps = [_day(step.op) for step in form.trap]
    if any(one is not None and two is not None and two < one for one, two in zip(steps, steps[1:], strict=False)):
        report.add("TS905", root.get("trap") or root, problem="de stappen staan niet op volgorde van datum")
    if form.overdracht and form.overdracht.aanvaard_op:
        asked, accepted = _day(form.overdracht.gevraagd_op), _day(form.overdracht.aanvaard_op)
        if asked is not None and accepted is not None and accepted < asked:
            problem = "de overdracht is aanvaard voordat zij is gevraagd"
            report.add("TS905", root.get("overdracht") or root, problem=problem)
    if form.duur and form.duur.tot_en_met:
        start, end = _day(form.duur.van), _day(form.duur.tot_en_met)
        if start is not None and end is not None and end < start:
            report.add("TS905", root.get("duur") or root, problem="de duur eindigt voor zij begint")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except NotationError:
        return None


# ---------------------------------------------------------------- against the decision


def check_against(
    record: Record, program: Program, decision: Decision, case: Case, earlier: Sequence[Record] = ()
) -> list[Diagnostic]:
    """Whether a weighing fits the decision that it is about: its opening exists in this case, its proof is that of the standard
    outcome, what it gives instead can be, and the comparable weighings were looked at."""
    form, root = record.form, record.root
    report = Report(record.path)
    if not isinstance(form, WeighingForm):
        return []
    openings = {folded(one.name): one for one in openings_of(program, decision, case)}
    found = openings.get(folded(form.opening))
    if found is None:
        names = [one.name for one in openings.values()]
        remedy = did_you_mean(suggest(form.opening, names)) or f"Kies uit: {_listed(names)}."
        report.add("TS902", root.get("opening") or root, remedy=remedy, name=shortened(form.opening))
    elif folded(form.regel) != folded(found.rule):
        report.add("TS905", root.get("regel") or root, problem=f"deze opening hoort bij de regel '{found.rule}'")
    receipt = decision.receipt
    proof = {"programma": receipt.program, "feiten": receipt.facts, "uitkomst": receipt.outcome}
    given = form.bewijs.model_dump()
    wrong = [name for name, value in proof.items() if given[name] != value]
    if wrong:
        report.add("TS903", root.get("bewijs") or root, parts=_listed(wrong))
    _check_outcome(record, program, decision, report)
    missing = [one.form.kenmerk for one in comparable(form, earlier) if one.form.kenmerk not in form.vergelijkbaar]
    if missing:
        report.add("TS906", root.get("vergelijkbaar") or root, names=_listed(missing))
    return report.found


def _check_outcome(record: Record, program: Program, decision: Decision, report: Report) -> None:
    given = record.root.get("afwijkende uitkomst")
    if not isinstance(given, Group):
        return
    attrs = {folded(outcome.attr.name): outcome.attr for outcome in decision.outcomes}
    for key, node in given.entries:
        attr = attrs.get(folded(key.text))
        if attr is None:
            remedy = did_you_mean(suggest(key.text, [outcome.attr.name for outcome in decision.outcomes]))
            report.add("TS703", key, remedy=remedy, name=shortened(key.text), besluit=decision.besluit)
        else:
            read_value(wanted_attr(attr), node, program, report)


def comparable(form: WeighingForm, records: Sequence[Record]) -> tuple[Record, ...]:
    """The earlier weighings about the same rule and besluit, by kenmerk; refusals count as much as departures."""
    return tuple(
        sorted(
            (
                one
                for one in records
                if isinstance(one.form, WeighingForm)
                and one.form.kenmerk != form.kenmerk
                and (folded(one.form.besluit), folded(one.form.regel)) == (folded(form.besluit), folded(form.regel))
            ),
            key=lambda one: one.form.kenmerk,
        )
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def state_of(form: WeighingForm) -> Iterator[str]:
    """What a weighing still waits for; nothing when it is done."""
    if form.ondertekend is None:
        yield "nog niet ondertekend"
    if form.overdracht is not None and form.overdracht.aanvaard_op is None:
        yield f"de overdracht aan {form.overdracht.aan} is nog niet aanvaard"


@dataclass(frozen=True, slots=True)
class Counted:
    """What happened to one rule. ``cases`` are the weighings that a person made ready for others to read."""

    rule: str
    departed: int
    kept: int
    unease: int
    cases: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.departed + self.kept + self.unease


def count(records: Sequence[Record], minimum: int) -> tuple[tuple[Counted, ...], int]:
    """Counts per rule, the most first, and how many rules were left out because fewer than ``minimum`` records are about them:
    a small group can point at a person."""
    rules = sorted({folded(one.form.regel): one.form.regel for one in records}.values(), key=str.casefold)
    counted = []
    for rule in rules:
        forms = [one.form for one in records if folded(one.form.regel) == folded(rule)]
        weighings = [form for form in forms if isinstance(form, WeighingForm)]
        counted.append(
            Counted(
                rule,
                sum(form.keuze == DEPART for form in weighings),
                sum(form.keuze != DEPART for form in weighings),
                len(forms) - len(weighings),
                tuple(sorted(form.kenmerk for form in weighings if form.geredigeerd is not None)),
            )
        )
    shown = [one for one in counted if one.total >= minimum]
    return tuple(sorted(shown, key=lambda one: (-one.total, one.rule.casefold()))), len(counted) - len(shown)
