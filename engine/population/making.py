"""Making a synthetic population: parts one after another, and an account of what its margins came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dsl.program import Program
from engine.columns.population import Population
from engine.population.folder import SYNTHETIC, Stored, write_population
from engine.population.model import Model
from engine.population.synthetic import HOUSEHOLD, PERSON, households_for, synthetic_part

FEWEST, MOST = 10_000, 17_500_000
HOUSEHOLDS_A_PART = 125_000
WARNING = (
    "Verzonnen mensen: niemand hierin bestaat. Geschikt om regels door te rekenen, niet om over iemand te beslissen."
)


def make_synthetic(
    program: Program,
    model: Model,
    persons: int,
    seed: int,
    folder: Path,
    source: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Stored:
    """Write a population of about so many persons. ``source``: digest of the file of the model. Raises OSError."""
    households = households_for(model, persons)
    cells = np.zeros(model.cells.shape, np.int64)
    sizes = [HOUSEHOLDS_A_PART] * (households // HOUSEHOLDS_A_PART)
    if households % HOUSEHOLDS_A_PART:
        sizes.append(households % HOUSEHOLDS_A_PART)

    def parts() -> Iterator[Population]:
        for number, size in enumerate(sizes):
            drawn = synthetic_part(program, model, seed, number, size)
            cells[...] += drawn.cells
            progress(number, len(sizes))
            yield drawn.population

    def about(made: list[dict[str, Any]]) -> Mapping[str, Any]:
        people = sum(one["rijen"][PERSON] for one in made)
        return {
            "soort": SYNTHETIC,
            "let op": WARNING,
            "naam": model.name,
            "jaar": model.year,
            "zaad": seed,
            "model": source,
            "personen": people,
            "huishoudens": sum(one["rijen"][HOUSEHOLD] for one in made),
            "telt voor": {"personen": model.people, "per huishouden": _ratio(model, people)},
            "marges": _reached(model, cells, people),
            "aannames": [
                {
                    "naam": name,
                    "waarde": _plain(model.assumptions[name]),
                    "toelichting": model.explanations[name],
                    **({"bron": model.sources[name]} if name in model.sources else {}),
                }
                for name in model.assumptions
            ],
            "weet niet": list(model.not_known),
        }

    return write_population(folder, parts(), about)


def _ratio(model: Model, people: int) -> str:
    """For how many households of the country one of these stands, exactly: target over how many."""
    return f"{model.people}/{people}"


def _reached(model: Model, cells: Any, people: int) -> list[dict[str, Any]]:
    weight = model.people / people
    out = []
    for margin in model.margins:
        reached = weight * float((cells * margin.counts).sum())
        target = float(margin.target)
        out.append(
            {
                "naam": margin.name,
                "eenheid": margin.unit,
                "doel": int(margin.target),
                "bereikt": round(reached),
                "verschil in procenten": round((reached / target - 1) * 100, 2) + 0.0,  # no minus zero
                "bron": margin.source,
                **({"zekerheid": margin.certainty} if margin.certainty else {}),
            }
        )
    return out


def _plain(values: tuple[float, ...]) -> str:
    return "; ".join(f"{value:g}".replace(".", ",") for value in values)
