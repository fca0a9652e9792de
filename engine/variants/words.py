"""What a variant changes, in plain Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from textwrap import dedent, indent

from dsl.notation import format_date, format_display, format_number
from dsl.program import DatedValue, DecisionInfo, KeyRange, Literal_, NumType, Program, Type, VariantInfo
from engine.explain.values_nl import capital, enumeration, scalar_text
from engine.variants.changes import Changes, FigureChange, RuleChange
from engine.variants.outcomes import Outcomes

LEVELS = {
    "wet": "Dit vraagt een wetswijziging.",
    "AMvB": "Dit vraagt een wijziging van een algemene maatregel van bestuur (AMvB).",
    "regeling": "Dit vraagt een wijziging van een ministeriële regeling.",
    "verordening": "Dit vraagt een wijziging van een gemeentelijke verordening.",
    "beleidsregel": "Dit vraagt een wijziging van een beleidsregel.",
    "geen": "Dit vraagt geen nieuwe regels: het is een vergelijking met recht dat gold of geldt.",
}
_MOST_SCENARIOS = 15
_NOT_SAID = ("bron:", "ruimte:", "zekerheid:", "groep:", "geldig ")
"""Head lines that are not what a rule says to a reader."""
_UNIT = re.compile(r" (?:per )?[a-z]+(?: per [a-z]+)?$")


def head_text(info: VariantInfo) -> str:
    """What the variant is, who would have to decide, and where it comes from."""
    lines = [f"Variant {info.name} ({info.regeling})"]
    if info.explanation:
        lines.append(f"    {info.explanation}")
    lines.append(f"    {LEVELS[info.level]}")
    if info.below:
        lines.append(f"    Staat bovenop: {_quoted(info.below)}.")
    if info.certainty:
        lines.append(f"    Zekerheid van de cijfers: {info.certainty}.")
    lines += [f"    Bron: {source.text}" for source in info.sources]
    return "\n".join(lines)


def changes_text(found: Changes) -> str:
    """Every change as a sentence, with the text of rules below it."""
    lines = ["Wat er verandert"]
    lines += [f"    {figure_sentence(change)}" for change in found.figures]
    lines += indent(rules_text(found), "    ").splitlines()
    lines += [f"    Nieuw besluit: {info.name} ({info.regeling})." for info in found.added]
    if found.facts:
        asked = enumeration([f"{name} ({owner})" for owner, name in found.facts])
        lines.append(f"    Nieuwe gegevens die nodig zijn: {asked}.")
    if len(lines) == 1:
        lines.append("    Niets.")
    return "\n".join(lines)


def rules_text(found: Changes) -> str:
    """Every change of a rule as a sentence, with its text below it."""
    lines: list[str] = []
    for rule in found.rules:
        lines += [rule_sentence(rule), *(line.removeprefix("    ") for line in _texts(rule))]
    return "\n".join(lines)


def reached_text(found: Changes) -> str:
    """The besluiten that may come out otherwise, by regeling."""
    if not found.reached:
        return "Wat het raakt\n    Geen enkel besluit."
    count = len(found.reached)
    head = f"Wat het raakt: {count} {'besluit' if count == 1 else 'besluiten'}"
    return "\n".join([head, *(f"    {line}" for line in reached_lines(found))])


def reached_lines(found: Changes) -> tuple[str, ...]:
    """A line per regeling of which besluiten may come out otherwise."""
    by_regeling: dict[str, list[DecisionInfo]] = {}
    for info in found.reached:
        by_regeling.setdefault(info.regeling, []).append(info)
    lines = []
    for regeling, infos in by_regeling.items():
        executor = next((info.executor for info in infos if info.executor), None)
        names = enumeration([info.name for info in infos])
        lines.append(f"{regeling}{f' ({executor})' if executor else ''}: {names}")
    return tuple(lines)


def outcomes_text(found: Outcomes) -> str:
    """Which scenarios come out otherwise."""
    verb = "komt" if len(found.changed) == 1 else "komen"
    lines = [f"Scenario's: {len(found.changed)} van {found.compared} {verb} anders uit"]
    for change in found.changed[:_MOST_SCENARIOS]:
        lines.append(f"    {change.label.id}: {change.old} → {change.new}")
    if len(found.changed) > _MOST_SCENARIOS:
        lines.append(f"    en nog {len(found.changed) - _MOST_SCENARIOS}")
    return "\n".join(lines)


def _quoted(names: Iterable[str]) -> str:
    return enumeration([f"'{name}'" for name in names])


# --- figures


def figure_sentence(change: FigureChange) -> str:
    """``Het abonnementstarief stijgt van € 19,00 naar € 20,60 per maand vanaf 1 januari 2024 (8,4% meer).``"""
    subject = capital(f"{change.article} {change.name}".strip())
    if change.keys:
        subject += f" voor {', '.join(key_text(key) for key in change.keys)}"
    when = period_words(change.start, change.end)
    old, new = _value(change.old), _value(change.new)
    doubt = _doubt(change.new)
    if old is None and new is None:
        return f"{subject} krijgt {when} geen vaste waarde."
    if new is None:
        ends = "is onbekend" if change.new is not None else "geldt niet meer"
        return f"{subject} {ends} {when}; nu is dat {_shown(old, change.type)}."  # type: ignore[arg-type]
    if old is None:
        before = "; nu staat dat nog niet vast" if change.old is not None else ""
        return f"{subject} is {_shown(new, change.type)} {when}{before}{doubt}."
    if isinstance(old, Fraction) and isinstance(new, Fraction):
        verb = "stijgt" if new > old else "daalt"
        first, last = _without_unit(_shown(old, change.type), _shown(new, change.type))
        return f"{subject} {verb} van {first} naar {last} {when}{_by(old, new, change.type)}{doubt}."
    return f"{subject} wordt {_shown(new, change.type)} in plaats van {_shown(old, change.type)} {when}{doubt}."


def _shown(value: Literal_, kind: Type) -> str:
    """A figure as the law has it: a plain number with all its decimals."""
    if isinstance(value, Fraction) and isinstance(kind, NumType) and not kind.unit and kind.show == "getal":
        return format_number(value, grouped=True)
    return scalar_text(value, kind)


def _value(value: DatedValue | None) -> Literal_ | None:
    return None if value is None else value.value


def _doubt(value: DatedValue | None) -> str:
    return f" (zekerheid: {value.certainty})" if value is not None and value.certainty not in (None, "hoog") else ""


def _without_unit(first: str, last: str) -> tuple[str, str]:
    """Two values, with the unit that they share only on the second."""
    unit = _UNIT.search(last)
    return first.removesuffix(unit[0] if unit else ""), last


def _by(old: Fraction, new: Fraction, kind: Type) -> str:
    """How much more or less: in percent, of a percentage in points of percent."""
    if isinstance(kind, NumType) and kind.show == "percentage":
        points = format_display(abs(new - old), "percentage").removesuffix("%")
        return f" ({points} procentpunt {'meer' if new > old else 'minder'})"
    if not isinstance(kind, NumType) or dict(kind.unit).get("euro") != 1 or old <= 0:
        return ""
    share = abs(new - old) / old
    tenths = Fraction(int(share * 1000 + Fraction(1, 2)), 1000)
    about = format_display(tenths, "percentage") if tenths else "minder dan 0,1%"
    return f" ({about} {'meer' if new > old else 'minder'})"


def key_text(key: Literal_ | KeyRange) -> str:
    if not isinstance(key, KeyRange):
        return _plain(key)
    if key.low is None or key.high is None:
        return f"tot en met {_plain(key.high)}" if key.high is not None else f"vanaf {_plain(key.low)}"
    return f"{_plain(key.low)} {'t/m' if key.high_in else 'tot'} {_plain(key.high)}"


def _plain(value: Literal_ | None) -> str:
    if isinstance(value, Fraction):
        return format_display(value, "getal")
    return format_date(value) if isinstance(value, date) else str(value)


def period_words(start: date | None, end: date | None) -> str:
    """``vanaf 1 januari 2024``, ``van 1 januari 2024 t/m 31 december 2024``."""
    first = format_date(start, words=True) if start is not None else None
    last = format_date(end, words=True) if end is not None else None
    if first is None:
        return f"t/m {last}" if last else "altijd"
    return f"vanaf {first}" if last is None else f"van {first} t/m {last}"


# --- rules


def rule_sentence(change: RuleChange) -> str:
    when = period_words(change.start, change.end)
    rule = f"'{change.name}' ({change.regeling})"
    if change.kind == "nieuw":
        return f"Nieuwe regel {rule}, {when}."
    if change.kind == "vervalt":
        return f"De regel {rule} vervalt {when}."
    return f"De regel {rule} is anders {when}."


def _texts(change: RuleChange) -> list[str]:
    lines = []
    for word, text in (("was", change.old), ("wordt" if change.old else "zegt", change.new)):
        if text:
            lines += [f"        {word}:", *_block(text).splitlines()]
    return lines


def _block(text: str) -> str:
    """What a rule says, without its name and sources."""
    _, _, rest = text.partition("\n")
    kept = [line for line in rest.splitlines() if not line.strip().startswith(_NOT_SAID)]
    return indent(dedent("\n".join(kept)), " " * 12)


def list_text(program: Program) -> str:
    """Every variant that there is, with what it asks."""
    if not program.variants:
        return "Er zijn geen varianten."
    lines = []
    for info in program.variants.values():
        below = f", bovenop {_quoted(info.below)}" if info.below else ""
        lines.append(f"{info.name} ({info.regeling}; vereist: {info.level}{below})")
    return "\n".join(lines)
