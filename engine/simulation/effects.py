"""What a variant does, per besluit: money, who gets more or less, groups, and the difference taken apart in tarief, volume and mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from engine.simulation.figures import FEWEST_ROWS, Figure, Figures, also_hidden
from engine.simulation.later import Limit
from engine.simulation.pressure import CAUSES, COMES, GOES, JUMPS
from engine.simulation.pressure import CLASSES as LOST
from engine.simulation.run import Drawn
from engine.simulation.tally import CLASSES, Tally
from engine.simulation.work import MONTHS, Asked

INCOME = "inkomen"


@dataclass(frozen=True, slots=True)
class Money:
    baseline: Figure
    variant: Figure
    difference: Figure
    share: Figure


@dataclass(frozen=True, slots=True)
class Apart:
    """The difference as three parts that add up to it exactly."""

    tarief: Figure
    volume: Figure
    mix: Figure


@dataclass(frozen=True, slots=True)
class People:
    """Households, or persons where the besluit is over these. There is no mean of nobody."""

    with_amount: Figure
    baseline_a_month: Figure
    variant_a_month: Figure
    higher: Figure
    lower: Figure
    mean_higher: Figure | None
    mean_lower: Figure | None


@dataclass(frozen=True, slots=True)
class Class:
    """Differences per year above ``low`` up to and including ``high`` euros (None: no end)."""

    low: int | None
    high: int | None
    count: Figure


@dataclass(frozen=True, slots=True)
class Group:
    """``figures`` None: too few rows to say anything."""

    dimension: str
    name: str
    figures: tuple[Figure, Figure, Figure, Figure] | None
    """With an amount, higher, lower, and the difference in money."""


@dataclass(frozen=True, slots=True)
class Lost:
    """How many lose so much of extra income: above ``low`` up to and including ``high`` euros (None: no end)."""

    low: int | None
    high: int | None
    baseline: Figure
    variant: Figure


@dataclass(frozen=True, slots=True)
class Cliff:
    """How many stand before it, and what they lose on average a year by a thousand euros more income or vermogen."""

    cause: str
    kind: str
    side: str
    count: Figure
    size: Figure


@dataclass(frozen=True, slots=True)
class Later:
    """Who would have to pay when the variant counted for a year that is already decided. ``above``: more than the law lets go."""

    limit: Limit
    count: Figure
    above: Figure | None


@dataclass(frozen=True, slots=True)
class Pressure:
    """``worst``: the largest loss by both, in the population itself; None where that is of somebody real."""

    classes: tuple[Lost, ...]
    worst: tuple[Fraction, Fraction] | None
    cliffs: tuple[Cliff, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    asked: Asked
    money: Money
    apart: Apart
    people: People
    classes: tuple[Class, ...]
    groups: tuple[Group, ...]
    crossings: tuple[tuple[str, str, Figure], ...]
    pressure: Pressure | None
    later: Later | None
    tally: Tally
    figures: tuple[Figure, ...]


def effects_of(
    asked: Asked, tally: Tally, weight: Fraction, seeds: Sequence[Drawn], limit: Limit | None = None
) -> Effects:
    """``limit``: what the law lets go when it asks back."""
    make = Figures(asked.besluit, tally, weight, seeds)
    return Effects(
        asked,
        _money(make),
        _apart(make),
        _people(make),
        _classes(make),
        _groups(make),
        _crossings(make),
        _pressure(make),
        _later(make, limit),
        tally,
        tuple(make.made),
    )


def _money(make: Figures) -> Money:
    rows = make.tally.of("met bedrag")
    return Money(
        make.amount("bedrag zonder de variant", "bedrag", "basis", rows=rows),
        make.amount("bedrag met de variant", "bedrag", "variant", rows=rows),
        make.make(
            "verschil in bedrag",
            "euro",
            lambda tally, weight: (
                weight * Fraction(tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.scale)
            ),
            "bedrag met de variant min bedrag zonder de variant",
            rows,
        ),
        make.make(
            "verschil in procenten",
            "aandeel",
            lambda tally, weight: _divided(
                tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.of("bedrag", "basis")
            ),
            "verschil in bedrag gedeeld door het bedrag zonder de variant",
            rows,
        ),
    )


def tarief(tally: Tally) -> Fraction:
    """What those who have an amount in both get or pay more."""
    return Fraction(tally.of("bedrag", "beide", "variant") - tally.of("bedrag", "beide", "basis"), tally.scale)


def volume(tally: Tally) -> Fraction:
    """What more or fewer amounts do at the mean amount of the baseline. Without a baseline all of it is volume."""
    before, after = tally.of("maanden", "basis"), tally.of("maanden", "variant")
    if before == 0:
        return Fraction(tally.of("bedrag", "variant"), tally.scale)
    return Fraction(tally.of("bedrag", "basis"), tally.scale) * (after - before) / before


def _apart(make: Figures) -> Apart:
    rows = make.tally.of("met bedrag")

    def mix(tally: Tally, weight: Fraction) -> Fraction:
        whole = Fraction(tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.scale)
        return weight * (whole - tarief(tally) - volume(tally))

    return Apart(
        make.make(
            "deel door tarief",
            "euro",
            lambda tally, weight: weight * tarief(tally),
            "over de maanden met een bedrag in beide: bedrag met de variant min dat zonder",
            rows,
        ),
        make.make(
            "deel door volume",
            "euro",
            lambda tally, weight: weight * volume(tally),
            "meer of minder maanden met een bedrag, maal het gemiddelde bedrag zonder de variant",
            rows,
        ),
        make.make(
            "deel door mix", "euro", mix, "verschil in bedrag min het deel door tarief en het deel door volume", rows
        ),
    )


def _people(make: Figures) -> People:
    def mean(name: str, key: str, sign: int) -> Figure | None:
        if not make.tally.of(key, "rijen"):
            return None
        return make.make(
            name,
            "euro",
            lambda tally, weight: _divided(sign * tally.of(key, "bedrag"), tally.scale * tally.of(key, "rijen")),
            f"som van de verschillen per jaar van wie een {key} bedrag heeft, gedeeld door hun aantal",
            make.tally.of(key, "rijen"),
        )

    return People(
        make.count("met een bedrag in enige maand", "met bedrag"),
        make.count("met een bedrag in een gemiddelde maand, zonder de variant", "maanden", "basis", per=MONTHS),
        make.count("met een bedrag in een gemiddelde maand, met de variant", "maanden", "variant", per=MONTHS),
        make.count("met een hoger bedrag over het jaar", "hoger", "rijen"),
        make.count("met een lager bedrag over het jaar", "lager", "rijen"),
        mean("gemiddeld meer per jaar", "hoger", 1),
        mean("gemiddeld minder per jaar", "lager", -1),
    )


def _classes(make: Figures) -> tuple[Class, ...]:
    places = [place for place in range(len(CLASSES) + 1) if make.tally.of("klasse", str(place))]
    beside = _beside(make, [make.tally.of("klasse", str(place)) for place in places])
    found = []
    for number, place in enumerate(places):
        low = CLASSES[place - 1] if place else None
        high = CLASSES[place] if place < len(CLASSES) else None
        name = f"verschil per jaar {_between(low, high)}"
        count = make.hide(name, "aantal", _WHY) if number == beside else make.count(name, "klasse", str(place))
        found.append(Class(low, high, count))
    return tuple(found)


_WHY = "niet getoond, want anders is een ander klein aantal uit te rekenen"


def _beside(make: Figures, rows: Sequence[int]) -> int | None:
    """What to hide beside a single small number; invented people need no such care."""
    return None if make.seeds else also_hidden(rows)


def _between(low: int | None, high: int | None) -> str:
    """Of a difference in euros, minus is less."""
    ends = [] if low is None else [f"boven {low}"]
    return " ".join([*ends, *([] if high is None else [f"tot en met {high}"])]) + " euro"


def _groups(make: Figures) -> tuple[Group, ...]:
    heads = sorted({key[:3] for key in make.tally.counts if key[0] == "groep"})
    beside = set()
    for dimension in {head[1] for head in heads}:
        mine = [head for head in heads if head[1] == dimension]
        place = _beside(make, [make.tally.of(*head, "met bedrag") for head in mine])
        if place is not None:
            beside.add(mine[place])
    return tuple(_group(make, head, head in beside) for head in heads)


def _group(make: Figures, head: tuple[str, ...], hidden: bool) -> Group:
    _, dimension, name = head
    rows = make.tally.of(*head, "met bedrag")
    if hidden or 0 < rows < FEWEST_ROWS:
        return Group(dimension, name, None)
    label = f"{dimension}, {name}"
    changed = make.tally.of(*head, "hoger") + make.tally.of(*head, "lager")

    def difference(tally: Tally, weight: Fraction) -> Fraction:
        return weight * Fraction(tally.of(*head, "variant") - tally.of(*head, "basis"), tally.scale)

    return Group(
        dimension,
        name,
        (
            make.count(f"{label}: met een bedrag", *head, "met bedrag"),
            make.count(f"{label}: hoger", *head, "hoger"),
            make.count(f"{label}: lager", *head, "lager"),
            make.make(
                f"{label}: verschil",
                "euro",
                difference,
                "som met de variant min die zonder",
                changed,
            ),
        ),
    )


def _crossings(make: Figures) -> tuple[tuple[str, str, Figure], ...]:
    """Whose status changes, on the last day of decision."""
    found = []
    for key, rows in sorted(make.tally.counts.items()):
        if key[0] == "overgang" and key[1] != key[2] and rows:
            found.append((key[1], key[2], make.count(f"van '{key[1]}' naar '{key[2]}'", *key)))
    return tuple(found)


def _pressure(make: Figures) -> Pressure | None:
    tally = make.tally
    if not tally.of("druk", INCOME, "rijen"):
        return None

    def count(side: str, place: int, told: str) -> Figure:
        words = {"basis": "zonder de variant", "variant": "met de variant"}[side]
        return make.count(f"verlies van extra inkomen {told}, {words}", "druk", INCOME, side, str(place))

    classes = []
    for place in range(len(LOST) + 1):
        low = LOST[place - 1] if place else None
        high = LOST[place] if place < len(LOST) else None
        if not (tally.of("druk", INCOME, "basis", str(place)) or tally.of("druk", INCOME, "variant", str(place))):
            continue
        told = _between(low, high)
        classes.append(Lost(low, high, count("basis", place, told), count("variant", place, told)))
    cliffs = _cliffs(make)
    if not make.seeds:
        return Pressure(tuple(classes), None, cliffs)
    worst = [
        Fraction(tally.highest.get(("grootste verlies", INCOME, side), 0), tally.scale) for side in ("basis", "variant")
    ]
    return Pressure(tuple(classes), (worst[0], worst[1]), cliffs)


def _cliffs(make: Figures) -> tuple[Cliff, ...]:
    """Every kind of cliff that anybody stands before, by either program."""
    sides = (("basis", "zonder de variant"), ("variant", "met de variant"))
    found = []
    for cause, kind, (side, words) in product(CAUSES, (GOES, COMES, JUMPS), sides):
        head = ("afgrond", cause, side, kind)
        rows = make.tally.of(*head, "rijen")
        if not rows:
            continue

        def size(tally: Tally, _: Fraction, head: tuple[str, ...] = head) -> Fraction | None:
            return _divided(tally.of(*head, "verlies"), tally.scale * tally.of(*head, "rijen"))

        name = f"afgrond bij meer {cause}, {kind}, {words}"
        how = f"wat zij door € 1.000 meer {cause} verliezen, opgeteld, gedeeld door hun aantal"
        found.append(
            Cliff(
                cause,
                kind,
                words,
                make.count(name, *head, "rijen"),
                make.make(f"{name}: gemiddeld verlies", "euro", size, how, rows),
            )
        )
    return tuple(found)


def _later(make: Figures, limit: Limit | None) -> Later | None:
    if limit is None:
        return None
    above = None if limit.amount is None else make.count(f"{limit.words} boven de grens", "later", "boven de grens")
    return Later(limit, make.count(f"{limit.words} als het jaar al is beslist", "later", "rijen"), above)


def _divided(top: int, bottom: int) -> Fraction | None:
    return Fraction(top, bottom) if bottom else None
