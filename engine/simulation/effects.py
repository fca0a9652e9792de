"""What a variant does, per besluit: money, who gets more or less, groups, and the difference taken apart in tarief, volume and mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.simulation.figures import FEWEST_ROWS, Figure, Figures
from engine.simulation.pressure import CLASSES as LOST
from engine.simulation.run import Drawn
from engine.simulation.tally import CLASSES, Tally
from engine.simulation.work import MONTHS, Asked


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
    """Households, or persons where the besluit is over these."""

    with_amount: Figure
    baseline_a_month: Figure
    variant_a_month: Figure
    higher: Figure
    lower: Figure
    mean_higher: Figure
    mean_lower: Figure


@dataclass(frozen=True, slots=True)
class Class:
    """Differences per year above ``low`` up to and including ``high`` euros (None: no end)."""

    low: int | None
    high: int | None
    count: Figure | None


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
    baseline: Figure | None
    variant: Figure | None


@dataclass(frozen=True, slots=True)
class Pressure:
    """``worst``: the largest loss by both, in the population itself."""

    classes: tuple[Lost, ...]
    worst: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Effects:
    asked: Asked
    money: Money
    apart: Apart
    people: People
    classes: tuple[Class, ...]
    groups: tuple[Group, ...]
    crossings: tuple[tuple[str, str, Figure | None], ...]
    pressure: Pressure | None
    tally: Tally
    figures: tuple[Figure, ...]


def effects_of(asked: Asked, tally: Tally, weight: Fraction, seeds: Sequence[Drawn]) -> Effects:
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
        tally,
        tuple(make.made),
    )


def _money(make: Figures) -> Money:
    return Money(
        make.amount("bedrag volgens de basis", "bedrag", "basis"),
        make.amount("bedrag volgens de variant", "bedrag", "variant"),
        make.make(
            "verschil in bedrag",
            "euro",
            lambda tally, weight: (
                weight * Fraction(tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.scale)
            ),
            "bedrag volgens de variant min bedrag volgens de basis",
        ),
        make.make(
            "verschil in procenten",
            "aandeel",
            lambda tally, weight: _divided(
                tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.of("bedrag", "basis")
            ),
            "verschil in bedrag gedeeld door het bedrag volgens de basis",
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
    def mix(tally: Tally, weight: Fraction) -> Fraction:
        whole = Fraction(tally.of("bedrag", "variant") - tally.of("bedrag", "basis"), tally.scale)
        return weight * (whole - tarief(tally) - volume(tally))

    return Apart(
        make.make(
            "deel door tarief",
            "euro",
            lambda tally, weight: weight * tarief(tally),
            "over de maanden met een bedrag in beide: bedrag volgens de variant min dat volgens de basis",
        ),
        make.make(
            "deel door volume",
            "euro",
            lambda tally, weight: weight * volume(tally),
            "meer of minder maanden met een bedrag, maal het gemiddelde bedrag volgens de basis",
        ),
        make.make("deel door mix", "euro", mix, "verschil in bedrag min het deel door tarief en het deel door volume"),
    )


def _people(make: Figures) -> People:
    def mean(name: str, key: str) -> Figure:
        return make.make(
            name,
            "euro",
            lambda tally, weight: _divided(tally.of(key, "bedrag"), tally.scale * tally.of(key, "rijen")),
            f"som van de verschillen per jaar van wie een {key} bedrag heeft, gedeeld door hun aantal",
        )

    return People(
        make.count("met een bedrag in enige maand", "met bedrag"),
        make.count("met een bedrag per maand, basis", "maanden", "basis", per=MONTHS),
        make.count("met een bedrag per maand, variant", "maanden", "variant", per=MONTHS),
        make.count("met een hoger bedrag over het jaar", "hoger", "rijen"),
        make.count("met een lager bedrag over het jaar", "lager", "rijen"),
        mean("gemiddeld meer per jaar", "hoger"),
        mean("gemiddeld minder per jaar", "lager"),
    )


def _classes(make: Figures) -> tuple[Class, ...]:
    found = []
    for place in range(len(CLASSES) + 1):
        rows = make.tally.of("klasse", str(place))
        if rows == 0:
            continue
        low = CLASSES[place - 1] if place else None
        high = CLASSES[place] if place < len(CLASSES) else None
        count = None
        if rows >= FEWEST_ROWS:
            count = make.count(f"verschil in klasse {place}", "klasse", str(place))
        found.append(Class(low, high, count))
    return tuple(found)


def _groups(make: Figures) -> tuple[Group, ...]:
    heads = sorted({key[:3] for key in make.tally.counts if key[0] == "groep"})
    found = []
    for head in heads:
        _, dimension, name = head
        if make.tally.of(*head, "met bedrag") < FEWEST_ROWS:
            found.append(Group(dimension, name, None))
            continue
        label = f"{dimension}, {name}"

        def difference(tally: Tally, weight: Fraction, head: tuple[str, ...] = head) -> Fraction:
            return weight * Fraction(tally.of(*head, "variant") - tally.of(*head, "basis"), tally.scale)

        found.append(
            Group(
                dimension,
                name,
                (
                    make.count(f"{label}: met een bedrag", *head, "met bedrag"),
                    make.count(f"{label}: hoger", *head, "hoger"),
                    make.count(f"{label}: lager", *head, "lager"),
                    make.make(
                        f"{label}: verschil", "euro", difference, "som volgens de variant min die volgens de basis"
                    ),
                ),
            )
        )
    return tuple(found)


def _crossings(make: Figures) -> tuple[tuple[str, str, Figure | None], ...]:
    """Whose status changes, on the last day of decision."""
    found = []
    for key, rows in sorted(make.tally.counts.items()):
        if key[0] == "overgang" and key[1] != key[2] and rows:
            figure = make.count(f"van '{key[1]}' naar '{key[2]}'", *key) if rows >= FEWEST_ROWS else None
            found.append((key[1], key[2], figure))
    return tuple(found)


def _pressure(make: Figures) -> Pressure | None:
    tally = make.tally
    if not tally.of("druk", "rijen"):
        return None

    def count(side: str, place: int) -> Figure | None:
        rows = tally.of("druk", side, str(place))
        if 0 < rows < FEWEST_ROWS:
            return None
        return make.count(f"verlies van extra inkomen, klasse {place}, {side}", "druk", side, str(place))

    classes = []
    for place in range(len(LOST) + 1):
        low = LOST[place - 1] if place else None
        high = LOST[place] if place < len(LOST) else None
        classes.append(Lost(low, high, count("basis", place), count("variant", place)))
    worst = [Fraction(tally.highest.get(("grootste verlies", side), 0), tally.scale) for side in ("basis", "variant")]
    return Pressure(tuple(classes), (worst[0], worst[1]))


def _divided(top: int, bottom: int) -> Fraction | None:
    return Fraction(top, bottom) if bottom else None
