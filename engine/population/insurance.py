"""How invented people are insured for care: at an insurer, reported for arrears of premium, not at all, or by a treaty from abroad."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.population import UNKNOWN, Column, ColumnName, Fact, Same
from engine.population.model import ABROAD, INSURANCE, TREATY_ELSEWHERE, TREATY_IN_EUROPE, Model

Ints = NDArray[np.int64]
_DAYS_A_MONTH = 365.25 / 12
_IN_EUROPE = ("België", "Spanje", "Duitsland", "Frankrijk", "Portugal")
_ELSEWHERE = ("Marokko", "Turkije")
_REPORTED = {"gemeld 0-12 maanden": (0, 12), "gemeld 13-24 maanden": (13, 24)}


def insured_facts(
    rng: np.random.Generator, model: Model, insurance: Ints, household: Ints, client: Ints, income: Ints
) -> dict[ColumnName, Fact]:
    """Facts per person about premium, arrears and treaty. ``insurance``: per household its place in :data:`INSURANCE`; ``household``:
    of each person. Arrears and a missing insurance are of the client; conscience and a country are of all who live there."""
    rows, first = len(household), date(model.year, 1, 1).toordinal()
    reported, since = _reported(rng, model, insurance)
    uninsured = insurance == INSURANCE.index("onverzekerd")
    objects = (insurance == INSURANCE.index("gemoedsbezwaard"))[household]
    abroad = ABROAD[insurance][household]
    insured = ~(objects | abroad)
    insured[client[uninsured]] = False
    told = np.zeros(rows, bool)
    told[client[reported]] = True
    warned = np.zeros(rows, bool)
    warned[client[uninsured]] = True
    (latest,) = model.assumptions["dagen sinds de aanmaning van een onverzekerde"]
    (premium,) = model.assumptions["maandpremie voor de zorgverzekering"]
    (months,) = model.assumptions["maandpremies achterstand na een melding"]
    amount = income.astype(np.int32)
    return {
        "is verzekerd volgens de Zorgverzekeringswet": Column(insured),
        "is verzekeringsplichtig volgens de Zorgverzekeringswet": Column(~(objects | abroad)),
        "maandpremie": Same(_euros(premium)),
        "premieachterstand": Column(told * np.int32(premium * months)),
        "is door de zorgverzekeraar gemeld": Column(told),
        "heeft de mededeling van het voornemen ontvangen": Column(told),
        "ontvangst van de melding": _days(rows, client[reported], first - since[reported]),
        "staat als ingezetene in de basisregistratie personen": Column(~abroad),
        "heeft een aanmaning om zich te verzekeren": Column(warned),
        "verzending van de aanmaning": _days(
            rows, client[uninsured], first - rng.integers(0, int(latest), int(uninsured.sum()))
        ),
        "woont buiten Nederland": Column(abroad),
        "heeft recht op zorg in het woonland ten laste van Nederland": Column(abroad),
        "Wlz-deel van de heffingskortingen": Same(
            _euros(model.assumptions["inkomen van verdragsgerechtigden"][1] * 100)
        ),
        "woonland": _countries(rng, model, insurance, household, abroad),
        "bijdrage-inkomen voor de verdragsbijdrage": Column(amount),
        "premie-inkomen voor de verdragsbijdrage": Column(amount),
    }


def _reported(rng: np.random.Generator, model: Model, insurance: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Which clients were reported, and how many days before the year per household."""
    longest = tuple(int(month) for month in model.assumptions["maanden na een melding langer dan 24"])
    reported, since = np.zeros(len(insurance), bool), np.zeros(len(insurance), np.int64)
    for name, (least, most) in {**_REPORTED, "gemeld langer": longest}.items():
        here = insurance == INSURANCE.index(name)
        reported |= here
        months = least + rng.random(int(here.sum())) * (most + 1 - least)
        since[here] = months * _DAYS_A_MONTH
    return reported, since


def _countries(
    rng: np.random.Generator, model: Model, insurance: Ints, household: Ints, abroad: NDArray[np.bool_]
) -> Column:
    words = ("Nederland", *_IN_EUROPE, *_ELSEWHERE)
    of_household = np.zeros(len(insurance), np.int8)
    for kind, names, shares in (
        (TREATY_IN_EUROPE, _IN_EUROPE, "woonlanden binnen de EU, de EER en Zwitserland"),
        (TREATY_ELSEWHERE, _ELSEWHERE, "woonlanden elders"),
    ):
        here = insurance == INSURANCE.index(kind)
        share = np.array(model.assumptions[shares])
        chosen = rng.choice(len(names), int(here.sum()), p=share / share.sum())
        of_household[here] = words.index(names[0]) + chosen
    return Column(np.where(abroad, of_household[household], 0).astype(np.int8), words=words)


def _days(rows: int, who: Ints, days: NDArray[Any]) -> Column:
    """Days that only some have: for the others nobody asks."""
    values, state = np.zeros(rows, np.int32), np.full(rows, UNKNOWN, np.uint8)
    values[who], state[who] = days, 0
    return Column(values, state)


def _euros(cents: float) -> Fraction:
    return Fraction(round(cents), 100)
