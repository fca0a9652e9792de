"""Which rules give way to which: in afwijking van, and stelt buiten toepassing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dsl.diagnostics import Findings, Related, diagnose
from dsl.lower.drafts import Draft
from dsl.names.circles import circles
from dsl.names.fold import folded
from dsl.names.symbols import Symbols
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Beslistabel, Stap


@dataclass(frozen=True, slots=True)
class Precedence:
    """Per rule number the rules that it deviates from and puts out of force, and the other way round. ``defeaters`` also
    holds those that deviate through others."""

    drafts: tuple[Draft, ...]
    deviates_from: dict[int, tuple[int, ...]]
    switches_off: dict[int, tuple[int, ...]]
    defeaters: dict[int, tuple[int, ...]]
    switched_off_by: dict[int, tuple[int, ...]]


class _Names:
    """Rules by their own name and by their groups."""

    def __init__(self, drafts: Sequence[Draft], symbols: Symbols) -> None:
        self._symbols = symbols
        self._by_name: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            for name in {folded(draft.name), *map(folded, draft.koppen.groepen)}:
                self._by_name[name].append(draft)

    def find(self, name: str, user: Draft) -> list[Draft]:
        """The rules of that name that are nearest: of the same regeling, else of a file in sight, else anywhere."""
        found = self._by_name.get(folded(name), [])
        for near in (
            [draft for draft in found if draft.regeling == user.regeling],
            [draft for draft in found if self._symbols.sees(user.file, draft.file)],
        ):
            if near:
                return near
        return found

    def lost(self, name: str) -> bool:
        """Whether rules of that name were reported and left out."""
        return folded(name) in self._symbols.lost_rules

    def near(self, name: str) -> str | None:
        known = {
            name for group in self._by_name.values() for draft in group for name in (draft.name, *draft.koppen.groepen)
        }
        return did_you_mean(suggest(name, known)) or None


def precedence(drafts: Sequence[Draft], symbols: Symbols, names_known: bool, findings: Findings) -> Precedence:
    """Resolve the names of rules and groups; report names that are none, deviations that set something else, and circles."""
    names = _Names(drafts, symbols)
    deviates: dict[int, tuple[int, ...]] = {}
    switches: dict[int, tuple[int, ...]] = {}
    owned = list(drafts)
    for draft in drafts:
        deviates[draft.number] = _numbers(
            base for step in draft.koppen.in_afwijking_van for base in _bases(draft, step, names, names_known, findings)
        )
        targets = [target for step in draft.switches for target in _named(draft, step, names, names_known, findings)]
        switches[draft.number] = _numbers(targets)
        if draft.target is None:
            owned[draft.number] = _with_owner(draft, targets, findings)
    # A switch that is itself switched takes its owner from the rule that it is about, however deep.
    owned = _owners_through(owned, switches)
    for graph in (deviates, switches):
        for circle in circles(graph):
            _report_circle([drafts[number] for number in circle], findings)
    return Precedence(tuple(owned), deviates, switches, _through(deviates), _inverse(switches))


def _numbers(drafts: object) -> tuple[int, ...]:
    return tuple(sorted({draft.number for draft in drafts}))  # type: ignore[attr-defined]


def _named(draft: Draft, step: Stap, names: _Names, names_known: bool, findings: Findings) -> list[Draft]:
    found = names.find(step.naam, draft)
    if not found and names_known and not names.lost(step.naam):
        findings.add(diagnose("TS403", step.span, name=step.naam, remedy=names.near(step.naam)))
    return found


def _bases(draft: Draft, step: Stap, names: _Names, names_known: bool, findings: Findings) -> list[Draft]:
    """The rules of that name that set the same attribute. Of a table with more columns the others do not count."""
    found = _named(draft, step, names, names_known, findings)
    same = [base for base in found if (base.owner, base.attr) == (draft.owner, draft.attr)]
    for base in found:
        if base in same or _other_column_fits(base, found, same) or _sibling_fits(draft, base):
            continue
        attribute, base_attribute = draft.attr or "niets", base.attr or "niets"
        related = [Related(base.span, f"Hier staat '{base.name}'.")]
        findings.add(
            diagnose(
                "TS406",
                step.span,
                rule=draft.name,
                attribute=f"'{attribute}'",
                base=base.name,
                base_attribute=f"'{base_attribute}' van {base.owner}",
                related=related,
            )
        )
    return same


def _other_column_fits(base: Draft, found: list[Draft], same: list[Draft]) -> bool:
    return isinstance(base.form, Beslistabel) and any(other.form is base.form for other in same) and base in found


def _sibling_fits(draft: Draft, base: Draft) -> bool:
    """Whether another column of the deviating table sets what this base sets."""
    if not isinstance(draft.form, Beslistabel):
        return False
    return any(goal.stappen[0].naam == base.attr for goal in draft.form.doelen)


def _with_owner(draft: Draft, targets: list[Draft], findings: Findings) -> Draft:
    owners = sorted({target.owner for target in targets if target.owner})
    if len(owners) > 1:
        reason = f"die regels gaan over verschillende objecttypen ({', '.join(owners)})"
        named = draft.switches[0]
        findings.add(diagnose("TS408", named.span, rule=draft.name, target=named.naam, reason=reason))
    return replace(draft, owner=owners[0] if owners else "")


def _owners_through(drafts: list[Draft], switches: dict[int, tuple[int, ...]]) -> list[Draft]:
    changed = True
    while changed:
        changed = False
        for number, draft in enumerate(drafts):
            if not draft.owner:
                owner = next((drafts[target].owner for target in switches[number] if drafts[target].owner), "")
                if owner:
                    drafts[number] = replace(draft, owner=owner)
                    changed = True
    return drafts


def _inverse(graph: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    inverse: dict[int, list[int]] = {number: [] for number in graph}
    for number in sorted(graph):
        for target in graph[number]:
            inverse[target].append(number)
    return {number: tuple(users) for number, users in inverse.items()}


def _through(deviates: dict[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Per rule all rules that deviate from it, directly or through others."""
    direct = _inverse(deviates)
    result: dict[int, tuple[int, ...]] = {}
    for number in direct:
        seen: set[int] = set()
        waiting = list(direct[number])
        while waiting:
            user = waiting.pop()
            if user not in seen:
                seen.add(user)
                waiting.extend(direct[user])
        result[number] = tuple(sorted(seen - {number}))
    return result


def _report_circle(circle: list[Draft], findings: Findings) -> None:
    shown = " → ".join(draft.name for draft in [*circle, circle[0]])
    related = [Related(draft.span, f"'{draft.name}' staat hier.") for draft in circle[1:]]
    findings.add(diagnose("TS405", circle[0].span, cycle=shown, related=related))
