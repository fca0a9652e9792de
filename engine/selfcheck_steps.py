"""What each operation of a trace must give, for the check of a trace: written out once more, plainly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dsl import dates
from engine.selfcheck_step import NO, OPERATIONS, YES, Broken, Step, registered, strict
from engine.selfcheck_values import FAULT, NA, NOTHING, Plain, Seen

__all__ = ["OPERATIONS"]


def _exact(text: str) -> Fraction:
    return Fraction(text)


# ---------------------------------------------------------------- numbers


def _sum(step: Step, values: list[Any]) -> Plain:
    return sum((sign * value for sign, value in zip(step.fixed["tekens"], values, strict=True)), Fraction(0))


def _product(step: Step, values: list[Any]) -> Plain:
    out = Fraction(1)
    for value in values:
        out *= value
    return out


def _bound(step: Step, values: list[Any]) -> Plain | None:
    of, *ends = values
    low = ends.pop(0) if step.fixed["minimum"] else None
    high = ends.pop(0) if step.fixed["maximum"] else None
    if low is not None and high is not None and low > high:
        return None
    of = of if low is None else max(of, low)
    return of if high is None else min(of, high)  # type: ignore[no-any-return]


def rounded(value: Fraction, how: str, grid: Fraction) -> Fraction:
    steps = value / grid
    down = steps.numerator // steps.denominator
    if how == "naar boven":
        down += steps != down
    elif how == "rekenkundig":
        over = steps - down
        down += over > Fraction(1, 2) or (over == Fraction(1, 2) and steps > 0)
    return down * grid


def _power(step: Step, values: list[Any]) -> Plain:
    out = Fraction(1)
    for _ in range(step.fixed["exponent"]):
        out *= values[0]
    return out


def _compare(step: Step, values: list[Any]) -> Plain:
    left, right = values
    known: dict[str, bool] = {"=": left == right, "<>": left != right}
    if step.fixed["vergelijking"] in known:
        return known[step.fixed["vergelijking"]]
    return bool(
        {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[step.fixed["vergelijking"]]
    )


OPERATIONS["Sum"] = strict(_sum)
OPERATIONS["Product"] = strict(_product)
OPERATIONS["Quotient"] = strict(lambda step, values: values[0] / values[1] if values[1] else None)
OPERATIONS["Convert"] = strict(lambda step, values: values[0] * _exact(step.fixed["factor"]))
OPERATIONS["Power"] = strict(_power)
OPERATIONS["Bound"] = strict(_bound)
OPERATIONS["Round"] = strict(lambda step, v: rounded(v[0], step.fixed["wijze"], _exact(step.fixed["veelvoud"])))
OPERATIONS["Compare"] = strict(_compare)

# ---------------------------------------------------------------- dates

_MONTHS = {"maand": 1, "kwartaal": 3, "jaar": 12}
_DAYS = {"dag": 1, "week": 7}


def _shift(step: Step, values: list[Any]) -> Plain | None:
    day, amount = values
    unit = step.fixed["eenheid"]
    if amount.denominator != 1:
        return None
    count = int(amount) * step.fixed["teken"]
    try:
        if unit in _DAYS:
            moved = day + timedelta(days=count * _DAYS[unit])
            dates.check_year(moved.year)
            return moved  # type: ignore[no-any-return]
        return dates.add_months(day, count * _MONTHS[unit])
    except (ValueError, OverflowError):
        return None


def _edge(step: Step, values: list[Any]) -> Plain | None:
    day: date = values[0]
    months = _MONTHS[step.fixed["periode"]]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    if step.fixed["rand"] == "first":
        return first
    try:
        following = dates.add_months(first, months)
    except ValueError:
        return None if step.fixed["rand"] != "last" else date(day.year, 12, 31)
    return following - timedelta(days=1) if step.fixed["rand"] == "last" else following


def _difference(step: Step, values: list[Any]) -> Plain:
    start, end = values
    unit = step.fixed["eenheid"]
    if unit in _DAYS:
        count, per = (end - start).days, _DAYS[unit]
    elif unit == "jaar" and step.fixed["leeftijd"]:
        count, per = dates.whole_years_between(start, end), 1
    else:
        count, per = dates.whole_months_between(start, end), _MONTHS[unit]
    return Fraction(abs(count) // per * (1 if count >= 0 else -1))


def _new_year(step: Step, values: list[Any]) -> Plain | None:
    if values[0].denominator != 1 or not dates.FIRST_YEAR <= values[0] <= dates.LAST_YEAR:
        return None
    return date(int(values[0]), 1, 1)


def _part(step: Step, values: list[Any]) -> Plain:
    day: date = values[0]
    return Fraction({"jaar": day.year, "maand": day.month, "dag": day.day}[step.fixed["deel"]])


@registered("WorkDays")
def _work_days(step: Step) -> Seen:
    """The days that did not count stand in the step; a trace without a known outcome names none."""
    if any(not seen.known for seen in step.values):
        return strict(lambda _step, _values: None)(step)
    day: Any = step.values[0].value
    amount: Any = step.values[1].value if len(step.values) > 1 else Fraction(0)
    if amount.denominator != 1:
        return FAULT
    free = {date.fromisoformat(text) for text in step.fixed["vrij"]}
    count, one = abs(int(amount)), timedelta(days=1 if amount >= 0 else -1)
    try:
        while count == 0 and day in free:
            day += one
        while count:
            day += one
            count -= day not in free
        dates.check_year(day.year)
    except (ValueError, OverflowError):
        return FAULT
    return Seen(day)


OPERATIONS["DateShift"] = strict(_shift)
OPERATIONS["DateFunction"] = strict(_edge)
OPERATIONS["DatePart"] = strict(_part)
OPERATIONS["DateDiff"] = strict(_difference)
OPERATIONS["YearStart"] = strict(_new_year)

# ---------------------------------------------------------------- conditions


def _conditions(seen: list[Seen], needed: int) -> Seen:
    """Whether at least ``needed`` of the conditions are ja; a fault where the others could decide it."""
    yes, no = seen.count(YES), seen.count(NO)
    if yes >= needed:
        return YES
    return NO if len(seen) - no < needed else FAULT


OPERATIONS["And"] = lambda step: _conditions(step.values, len(step.values))
OPERATIONS["Or"] = lambda step: _conditions(step.values, 1)
OPERATIONS["AtLeast"] = lambda step: _conditions(step.values, step.fixed["ten minste"])
OPERATIONS["Not"] = strict(lambda step, values: not values[0])


@registered("IsApplicable")
def _is_applicable(step: Step) -> Seen:
    (of,) = step.values
    return of if of.fault is not None else Seen(of is not NA)


@registered("Applies")
def _applies(step: Step) -> Seen:
    if not step.fixed["geldig"]:
        return NO
    own = 1 if step.fixed["voorwaarde"] else 0
    inverse = {YES: NO, NO: YES}
    parts = step.values[:own] + [inverse.get(seen, seen) for seen in step.values[own:]]
    return _conditions(parts, len(parts))


# ---------------------------------------------------------------- rules


def _node(address: str) -> int:
    return int(address[1 : address.index("@")])


@registered("Named")
def _named(step: Step) -> Seen:
    return step.values[0]


@registered("Derived")
def _derived(step: Step) -> Seen:
    return step.values[-1] if len(step.values) == 2 or not step.values[0].known else NOTHING


def _agreed(certain: list[Seen], possible: list[Seen], otherwise: Seen) -> Seen:
    """The one value that all give, of which one surely holds. ``possible``: of rules whose condition is a fault. Among faults,
    also of conditions, any may be the one that is told."""
    if not certain and not possible:
        return otherwise
    every = [*certain, *possible]
    return every[0] if every[0].fault is None and certain and all(value == every[0] for value in every) else FAULT


@registered("Choice")
def _choice(step: Step) -> Seen:
    if step.fixed["gegeven"]:
        return step.values[0]
    got = {_node(address): seen for address, seen in step.operands}
    certain: list[Seen] = []
    possible: list[Seen] = []
    for _, applies, value, defeaters in step.fixed["kandidaten"]:
        fits = [got[applies], *(got[defeater] for defeater in defeaters)]
        if fits[0] == NO or YES in fits[1:]:
            continue
        if value not in got:
            raise Broken("de waarde van een regel die geldt, staat er niet bij.")
        (certain if fits[0] == YES else possible).append(got[value])
    anders = step.fixed["anders"]
    if not certain and not possible and anders is not None and anders not in got:
        raise Broken("de waarde die geldt als geen regel geldt, staat er niet bij.")
    return _agreed(certain, possible, NA if anders is None else got.get(anders, NA))


@registered("TableHit")
def _table_hit(step: Step) -> Seen:
    got = {_node(address): seen for address, seen in step.operands}
    certain: list[Seen] = []
    possible: list[Seen] = []
    for _, condition, value in step.fixed["rijen"]:
        if condition is not None and condition not in got:
            raise Broken("een voorwaarde van de tabel staat er niet bij.")
        fits = YES if condition is None else got[condition]
        if fits == NO:
            continue
        if value not in got:
            raise Broken("de waarde van een rij die past, staat er niet bij.")
        (certain if fits == YES else possible).append(got[value])
        if fits == YES and step.fixed["treffer"] == "eerste":
            break
    return _agreed(certain, possible, NA)


# ---------------------------------------------------------------- folds


def _rows(step: Step, *wanted: str | None) -> Iterator[list[Seen]]:
    """Per member the values of its operands: its condition when there is one, then the others unless that is nee."""
    left = iter(step.operands[1:])
    for _ in step.fixed["leden"]:
        row: list[Seen] = []
        for name in wanted:
            node = None if name is None else step.fixed[name]
            if node is None or (name != "waar" and row and row[0] == NO and step.fixed.get("waar") is not None):
                continue
            address, seen = next(left, ("n-1@", NOTHING))
            if _node(address) != node:
                raise Broken("de operanden horen niet bij de leden.")
            row.append(seen)
        yield row
    if next(left, None) is not None:
        raise Broken("er zijn meer operanden dan leden.")


@registered("Aggregate")
def _aggregate(step: Step) -> Seen:
    if not step.values[0].known:
        return step.values[0]
    if step.fixed["leden"] is None:
        return NOTHING
    chosen: list[list[Seen]] = []
    for row in _rows(step, "waar", "van", "verschillend"):
        if step.fixed["waar"] is not None:
            fits = row.pop(0)
            if fits == NO:
                continue
            if not fits.known:
                return FAULT
        chosen.append(row)
    counting = step.fixed["hoe"] == "count"
    if counting and step.fixed["verschillend"] is None:
        return Seen(Fraction(len(chosen)))
    values = [row[0] for row in chosen]
    if any(not seen.known for seen in values):
        return FAULT
    return _folded(step.fixed["hoe"], [seen.value for seen in values])


def _folded(how: str, values: list[Any]) -> Seen:
    match how:
        case "count":
            return Seen(Fraction(len(set(values))))
        case "sum":
            return Seen(sum(values, Fraction(0)))
    if not values:
        return NA
    return Seen(max(values) if how == "max" else min(values))


@registered("ForAll")
def _for_all(step: Step) -> Seen:
    if not step.values[0].known:
        return step.values[0]
    members = step.fixed["leden"]
    if members is None or len(members) != len(step.values) - 1:
        return NOTHING
    return _conditions(step.values[1:], len(members))


@registered("Share")
def _share(step: Step) -> Seen:
    members = step.fixed["leden"]
    if members is None or step.env[0] not in members:
        return NOTHING
    if any(not seen.known for seen in step.values):
        return FAULT
    total: Any = step.values[0].value
    weights: list[Any] = [seen.value for seen in step.values[2:]]
    if step.fixed["naar rato van"] is None:
        weights = [Fraction(1)] * len(members)
    if len(weights) != len(members):
        raise Broken("niet elk lid heeft een gewicht.")
    grid = _exact(step.fixed["veelvoud"])
    whole = sum(weights, Fraction(0))
    if min(weights) < 0 or not whole or (total / grid).denominator != 1:
        return FAULT
    exact = [total / grid * weight / whole for weight in weights]
    parts = [one.numerator // one.denominator for one in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_rest[: int(total / grid) - sum(parts)]:
        parts[at] += 1
    return Seen(parts[members.index(step.env[0])] * grid)
