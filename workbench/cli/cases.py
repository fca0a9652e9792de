"""Reading the dossier and the dates that a command was given."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import read_text
from dsl.notation import NotationError, format_date, parse_date
from dsl.source import NOWHERE, SourceFile, Sources
from workbench.cli.console import FINDINGS, USAGE, Console
from workbench.cli.files import STANDARD_INPUT, read_input

if TYPE_CHECKING:
    from engine.case import Case, Moment
    from engine.dossier import Dossier
    from engine.dossier.choice import Choice
    from workbench.cli.corpus import Corpus

MAX_DOSSIER = 5_000_000
MOST_DAYS = 366 * 20
"""A longer period than this is a mistake in a date."""


Period = tuple[date, date]
"""The first and the last day of what was asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    besluit: str
    case: Case
    moment: Moment
    dossier: Dossier
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier for every besluit, the dates, and the period when one was asked for."""

    dossier: Dossier
    moment: Moment
    period: Period | None


def read_case(args: Namespace, console: Console, loaded: Corpus) -> Asked | int:
    """The besluit, case and dates that the arguments name; or the exit code, when findings were shown instead."""
    from engine.dossier import load_case

    findings: list[Diagnostic] = []
    besluit = _besluit(args.regeling, loaded, findings)
    day = _day(args.op, "--op", findings)
    sent = _day(args.verzonden_op, "--verzonden-op", findings)
    period = _period(args, findings)
    known = _day(args.bekend, "--bekend", findings)
    _organisation(args.bij, findings)
    if findings or besluit is None:
        console.findings(findings, Sources())
        return USAGE
    read = _text(args, console)
    if read is None:
        return FINDINGS
    case, found = load_case(loaded.program, besluit, read.text, args.dossier)
    code = console.findings(found, Sources([read]))
    if case is None or code:
        return FINDINGS
    assert case.dossier is not None
    executor = loaded.program.decisions[besluit].executor
    by = args.bij or (executor if known is not None or case.dossier.tells_who_knew else None)
    view = case.as_known(known, by)
    if view is None:
        over = loaded.program.decisions[besluit].over
        console.findings([diagnose("TS524", NOWHERE, besluit=besluit, name=over, count=0)], Sources())
        return FINDINGS
    moment = view.moment(day or (period[0] if period else None), sent)
    if moment is None:
        console.findings([diagnose("TS808", NOWHERE)], Sources())
        return USAGE
    assert view.dossier is not None
    return Asked(besluit, view.case, moment, view.dossier, period)


@dataclass(frozen=True, slots=True)
class AskedRevision:
    """What was known on ``then`` against what is known on ``now``, to the organisation ``by`` (None: to whomever)."""

    besluit: str
    dossier: Dossier
    over: str
    period: Period
    then: date
    now: date
    sent: date
    by: str | None


def read_revision(args: Namespace, console: Console, loaded: Corpus) -> AskedRevision | int:
    """The besluit, dossier and days of a herziening; or the exit code, when findings were shown instead."""
    from engine.dossier import load_case

    findings: list[Diagnostic] = []
    besluit = _besluit(args.regeling, loaded, findings)
    period = _period(args, findings)
    _organisation(args.bij, findings)
    then, now = _day(args.toen, "--toen", findings), _day(args.nu, "--nu", findings)
    sent = _day(args.verzonden_op, "--verzonden-op", findings) or now
    if then is not None and now is not None and now < then:
        findings.append(diagnose("TS825", NOWHERE, then=format_date(then), now=format_date(now)))
    if findings or besluit is None or period is None or then is None or now is None or sent is None:
        console.findings(findings, Sources())
        return USAGE
    read = _text(args, console)
    if read is None:
        return FINDINGS
    case, found = load_case(loaded.program, besluit, read.text, args.dossier)
    code = console.findings(found, Sources([read]))
    if case is None or code:
        return FINDINGS
    assert case.dossier is not None
    executor = loaded.program.decisions[besluit].executor if case.dossier.tells_who_knew else None
    return AskedRevision(besluit, case.dossier, case.case.root.key, period, then, now, sent, args.bij or executor)


def read_dossier(args: Namespace, console: Console, loaded: Corpus) -> Opened | int:
    """The dossier for every besluit that it has an object for, and the dates; or the exit code, when findings were shown."""
    from engine.case import Moment
    from engine.dossier import CaseLoader

    findings: list[Diagnostic] = []
    day = _day(args.op, "--op", findings)
    sent = _day(args.verzonden_op, "--verzonden-op", findings)
    known = _day(args.bekend, "--bekend", findings)
    _organisation(args.bij, findings)
    period = _period(args, findings)
    if findings:
        console.findings(findings, Sources())
        return USAGE
    read = _text(args, console)
    if read is None:
        return FINDINGS
    dossier, found = CaseLoader(loaded.program).open(read.text, args.dossier)
    code = console.findings(found, Sources([read]))
    if dossier is None or code:
        return FINDINGS
    day = day or (period[0] if period else dossier.rekendatum)
    if day is None:
        console.findings([diagnose("TS808", NOWHERE)], Sources())
        return USAGE
    moment = Moment(day, sent or dossier.verzonden_op, known, args.bij)
    return Opened(dossier.as_known(known, args.bij), moment, period)


@dataclass(frozen=True, slots=True)
class AskedChoice:
    """A dossier without and with a choice, and the period to compare over."""

    dossier: Dossier
    chosen: Dossier
    choice: Choice
    period: Period
    sent: date | None


def read_with_choice(args: Namespace, console: Console, loaded: Corpus) -> AskedChoice | int:
    """The dossier as it is and as it is with a choice; or the exit code, when findings were shown."""
    from engine.dossier import CaseLoader
    from engine.dossier.choice import read_choice

    findings: list[Diagnostic] = []
    period = _period(args, findings)
    sent = _day(args.verzonden_op, "--verzonden-op", findings)
    if findings or period is None:
        console.findings(findings, Sources())
        return USAGE
    read = _text(args, console)
    if read is None:
        return FINDINGS
    other = read_text(Path(args.keuze), args.keuze, MAX_DOSSIER)
    if isinstance(other, Diagnostic):
        console.findings([other], Sources())
        return FINDINGS
    loader, sources = CaseLoader(loaded.program), Sources([read, other])
    dossier, found = loader.open(read.text, args.dossier)
    choice, wrong = read_choice(other.text, args.keuze)
    code = console.findings([*found, *wrong], sources)
    if dossier is None or choice is None or code:
        return FINDINGS
    chosen, found = loader.open_with(read.text, args.dossier, choice)
    code = console.findings(found, sources)
    if chosen is None or code:
        return FINDINGS
    return AskedChoice(dossier, chosen, choice, period, sent or dossier.verzonden_op)


def _text(args: Namespace, console: Console) -> SourceFile | None:
    """The text of the dossier; None after showing why it cannot be read."""
    shown = args.dossier
    read = read_input(MAX_DOSSIER) if shown == STANDARD_INPUT else read_text(Path(shown), shown, MAX_DOSSIER)
    if isinstance(read, Diagnostic):
        console.findings([read], Sources())
        return None
    return read


def _day(text: str | None, option: str, findings: list[Diagnostic]) -> date | None:
    if text is None:
        return None
    try:
        return parse_date(text)
    except NotationError as wrong:
        findings.append(diagnose("TS803", NOWHERE, text=text, option=option, remedy=wrong.remedy))
        return None


def _organisation(text: str | None, findings: list[Diagnostic]) -> None:
    """Refuse what is nearly the name of an organisation: by another name it would know nothing."""
    from dsl.suggest import did_you_mean
    from engine.dossier.origins import near

    if text is not None and not text.strip():
        findings.append(diagnose("TS834", NOWHERE))
    hint = did_you_mean(near(text)) if text else ""
    if hint:
        findings.append(diagnose("TS526", NOWHERE, name=text, remedy=hint))


def _period(args: Namespace, findings: list[Diagnostic]) -> Period | None:
    """The period of --van and --tot; None without them, or with findings."""
    start, end = (_day(getattr(args, name, None), f"--{name}", findings) for name in ("van", "tot"))
    given = [name for name in ("van", "tot") if getattr(args, name, None) is not None]
    if len(given) == 1:
        other = "tot" if given == ["van"] else "van"
        findings.append(diagnose("TS820", NOWHERE, given=f"--{given[0]}", missing=f"--{other}"))
    if given and getattr(args, "op", None) is not None:
        findings.append(diagnose("TS822", NOWHERE))
    if start is None or end is None:
        return None
    if end < start or (end - start).days > MOST_DAYS:
        first, last, years = format_date(start), format_date(end), MOST_DAYS // 366
        findings.append(diagnose("TS821", NOWHERE, first=first, last=last, years=years))
        return None
    return start, end


def _besluit(name: str, loaded: Corpus, findings: list[Diagnostic]) -> str | None:
    """A besluit by its own name, or the only besluit of a regeling."""
    from dsl.suggest import did_you_mean, suggest

    wanted = " ".join(name.split()).casefold()
    decisions = loaded.program.decisions
    for known in decisions:
        if known.casefold() == wanted:
            return known
    of_regeling = sorted(d.name for d in decisions.values() if d.regeling.casefold() == wanted)
    if len(of_regeling) == 1:
        return of_regeling[0]
    hint = did_you_mean(of_regeling or suggest(name, decisions))
    findings.append(diagnose("TS802", NOWHERE, name=name, remedy=hint or None))
    return None
