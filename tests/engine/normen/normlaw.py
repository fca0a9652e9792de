"""A small registratie with norms, and ways to feed it records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import NormInfo, Program
from engine.normen.assess import Measurement, measure
from engine.normen.periods import Period, year
from engine.normen.records import Records, layout_of
from engine.normen.sources import Kind, RawBatch

HEAD = """Regeling Proefnormen
    uitvoerder: CAK
    bron: Proefplan 2024

Kalender Proefkalender
    bron: Proefwet artikel 9
    rustdagen: zaterdag, zondag
    vrij: Nieuwjaarsdag op 1 januari

Opsomming het cluster
    Wmo
    Wlz

Registratie de factuur (mv: facturen)
    sleutel: nummer
    het nummer : tekst
    het cluster : cluster
    de dag van ontvangst : datum
    de dag van verzending : datum, mag ontbreken
    het bedrag : bedrag, mag ontbreken
    kenmerk is gecorrigeerd, mag ontbreken

"""
HEADER = ("nummer", "cluster", "dag van ontvangst", "dag van verzending", "bedrag", "is gecorrigeerd")
Row = tuple[str, str, str, str, str, str]

TIMELY = """Norm op tijd
    bron: Proefplan regel 1
    periode: jaar
    over: een factuur
    meet: tijdigheid
    begint op: de dag van ontvangst van de factuur
    klaar op: de dag van verzending van de factuur
    uiterlijk: de dag van ontvangst van de factuur plus 8 weken
    noemer: {over}
    norm: ten minste 90%
    uitgesplitst naar: het cluster van de factuur
"""


@lru_cache
def program(norms: str) -> Program:
    result, found = check(load_corpus({"proef": HEAD + norms}))
    assert result is not None, found
    return result


@dataclass(frozen=True)
class Rows:
    """Records in memory, in batches of a given size."""

    rows: Sequence[Row]
    size: int = 1000
    header: tuple[str, ...] = HEADER
    name: str = "proef"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return ("tekst",) * len(self.header)

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        for start in range(0, len(self.rows), self.size):
            part = self.rows[start : start + self.size]
            cells = tuple([row[column] for row in part] for column in columns)
            yield RawBatch(cells, tuple(range(start + 2, start + 2 + len(part))))


def measured(
    norms: str, rows: Rows, period: Period | None = None, until: object = None, trend: str | None = None
) -> Measurement:
    law = program(norms)
    registry = law.registries["factuur"]
    layout, problems = layout_of(registry, rows)
    assert layout is not None, problems
    wanted: list[NormInfo] = sorted(law.norms.values(), key=lambda norm: norm.name)
    records = Records(law, registry, rows, layout)
    return measure(records, wanted, period or year(2024), until, trend)  # type: ignore[arg-type]


def row(
    number: int | str, received: str, sent: str = "", cluster: str = "Wmo", amount: str = "", fixed: str = ""
) -> Row:
    return (str(number), cluster, received, sent, amount, fixed)
