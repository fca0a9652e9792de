"""The zorgtoeslag of 1 January 2026 as formulas of OpenFisca, to measure against. Runs by itself, in an environment that has openfisca-core
and nothing of this project: `python bench/_openfisca.py FOLDER ROUNDS`.

The rules are those of rules/toeslagen (awir, zorgtoeslag), written as its documentation teaches: an entity for persons and one for
leefeenheden, dated parameters, a variable per notion of the law, amounts of the type float (32 bits, as OpenFisca stores them).

The folder holds an array per input, named after its variable: `persoon.NAME.npy`, `leefeenheid.NAME.npy`; and of each person the row of the
leefeenheid, `persoon.leefeenheid.npy`, and the role, `persoon.rol.npy` (0 cliënt, 1 echtgenoot). It leaves `jaar.npy`, the euros per year
per leefeenheid, and prints as JSON the versions, the seconds of every round and the totals.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.model_api import ETERNITY, MONTH, YEAR, ParameterNode, Variable, max_, select, where
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

ASKED = "2026-01"

Persoon = build_entity("persoon", "personen", "Een persoon", is_person=True)
Leefeenheid = build_entity(
    "leefeenheid",
    "leefeenheden",
    "Een cliënt, met de echtgenoot of partner die er is",
    roles=[{"key": "client", "max": 1}, {"key": "echtgenoot", "max": 1}],
)

PARAMETERS = {
    "standaardpremie": 2_119,
    "drempelinkomen": 29_736,
    "norm_alleen": 0.01912,
    "norm_samen": 0.04289,
    "afbouw": 0.1373,
    "vermogen_alleen": 146_011,
    "vermogen_samen": 184_633,
    "minste": 24,
    "leeftijd": 18,
}

INPUTS = {
    Persoon: {
        "geboortedatum": (date, ETERNITY),
        "inkomen": (int, YEAR),
        "rendementsgrondslag": (int, YEAR),
        "is_verzekerd_volgens_de_Zorgverzekeringswet": (bool, MONTH),
        "heeft_een_opgeschorte_zorgverzekering": (bool, MONTH),
        "verblijft_rechtmatig_in_Nederland": (bool, MONTH),
    },
    Leefeenheid: {
        "heeft_een_huwelijk_of_geregistreerd_partnerschap": (bool, MONTH),
        "heeft_een_scheidingsverzoek_met_een_ander_adres": (bool, MONTH),
        "heeft_een_uitzondering_op_het_toeslagpartnerschap": (bool, MONTH),
        "is_ingeschreven_op_hetzelfde_adres": (bool, MONTH),
        "heeft_het_hele_jaar_dezelfde_toeslagpartner": (bool, YEAR),
        "heeft_een_notarieel_samenlevingscontract": (bool, MONTH),
        "heeft_een_gezamenlijk_of_erkend_kind": (bool, MONTH),
        "heeft_een_gezamenlijke_pensioenregeling": (bool, MONTH),
        "heeft_een_gezamenlijke_eigen_woning": (bool, MONTH),
        "heeft_een_minderjarig_kind_op_het_adres": (bool, MONTH),
        "had_vorig_jaar_toeslagpartners": (bool, MONTH),
    },
}


class telt_als_verzekerde(Variable):
    value_type = bool
    entity = Persoon
    definition_period = MONTH
    label = "Telt als verzekerde: de maand na de achttiende verjaardag, met een zorgverzekering die niet is opgeschort"

    def formula(persoon, period, parameters):
        adult = period.start.offset(-1, "day").offset(-int(parameters(period).leeftijd), "year")
        return (
            persoon("is_verzekerd_volgens_de_Zorgverzekeringswet", period)
            & ~persoon("heeft_een_opgeschorte_zorgverzekering", period)
            & (persoon("geboortedatum", period) <= np.datetime64(str(adult)))
        )


class bestaat_uit_toeslagpartners(Variable):
    value_type = bool
    entity = Leefeenheid
    definition_period = MONTH
    label = "De leefeenheid bestaat uit toeslagpartners (artikel 3 Awir)"

    def formula(leefeenheid, period):
        married = leefeenheid("heeft_een_huwelijk_of_geregistreerd_partnerschap", period)
        excepted = leefeenheid("heeft_een_uitzondering_op_het_toeslagpartnerschap", period)
        tied = (
            leefeenheid("heeft_een_notarieel_samenlevingscontract", period)
            | leefeenheid("heeft_een_gezamenlijk_of_erkend_kind", period)
            | leefeenheid("heeft_een_gezamenlijke_pensioenregeling", period)
            | leefeenheid("heeft_een_gezamenlijke_eigen_woning", period)
            | leefeenheid("heeft_een_minderjarig_kind_op_het_adres", period)
            | leefeenheid("had_vorig_jaar_toeslagpartners", period)
        )
        by_marriage = married & ~leefeenheid("heeft_een_scheidingsverzoek_met_een_ander_adres", period)
        by_address = ~married & leefeenheid("is_ingeschreven_op_hetzelfde_adres", period) & tied
        return (leefeenheid.nb_persons(Leefeenheid.ECHTGENOOT) > 0) & ~excepted & (by_marriage | by_address)


class draagkracht(Variable):
    value_type = float
    entity = Leefeenheid
    definition_period = MONTH
    label = "Het inkomen van de cliënt en de toeslagpartner (artikel 7 Awir)"

    def formula(leefeenheid, period):
        income = leefeenheid.members("inkomen", period.this_year)
        return leefeenheid.value_from_person(income, Leefeenheid.CLIENT) + where(
            leefeenheid("bestaat_uit_toeslagpartners", period),
            leefeenheid.value_from_person(income, Leefeenheid.ECHTGENOOT),
            0,
        )


class normpremie(Variable):
    value_type = float
    entity = Leefeenheid
    definition_period = MONTH
    label = "Het deel van de premie dat zelf te betalen is (artikel 2 leden 2 en 3 Wzt), per jaar"

    def formula(leefeenheid, period, parameters):
        law = parameters(period)
        share = where(leefeenheid("bestaat_uit_toeslagpartners", period), law.norm_samen, law.norm_alleen)
        return share * law.drempelinkomen + law.afbouw * max_(
            leefeenheid("draagkracht", period) - law.drempelinkomen, 0
        )


class aanspraak(Variable):
    value_type = float
    entity = Leefeenheid
    definition_period = MONTH
    label = "De aanspraak (artikel 2 leden 1 en 4 Wzt), per jaar"

    def formula(leefeenheid, period, parameters):
        premium = parameters(period).standaardpremie
        norm = leefeenheid("normpremie", period)
        together = leefeenheid("bestaat_uit_toeslagpartners", period)
        insured = leefeenheid.members("telt_als_verzekerde", period)
        whole = leefeenheid.value_from_person(insured, Leefeenheid.ECHTGENOOT)
        claim = select(
            [together & whole, together], [2 * premium - norm, 0.5 * (2 * premium - norm)], default=premium - norm
        )
        return max_(claim, 0)


class vermogen_te_hoog(Variable):
    value_type = bool
    entity = Leefeenheid
    definition_period = MONTH
    label = "Het vermogen is hoger dan de grens (artikel 3 Wzt)"

    def formula(leefeenheid, period, parameters):
        law = parameters(period)
        together = leefeenheid("bestaat_uit_toeslagpartners", period)
        all_year = leefeenheid("heeft_het_hele_jaar_dezelfde_toeslagpartner", period.this_year)
        wealth = leefeenheid.members("rendementsgrondslag", period.this_year)
        own = leefeenheid.value_from_person(wealth, Leefeenheid.CLIENT)
        joint = own + leefeenheid.value_from_person(wealth, Leefeenheid.ECHTGENOOT)
        return where(together & all_year, joint > law.vermogen_samen, own > law.vermogen_alleen)


class zorgtoeslag_per_jaar(Variable):
    value_type = float
    entity = Leefeenheid
    definition_period = MONTH
    label = "De zorgtoeslag in hele euro's per jaar; 0 waar die niet is toegekend"

    def formula(leefeenheid, period, parameters):
        together = leefeenheid("bestaat_uit_toeslagpartners", period)
        insured = leefeenheid.members("telt_als_verzekerde", period)
        lawful = leefeenheid.members("verblijft_rechtmatig_in_Nederland", period)
        rounded = np.floor(leefeenheid("aanspraak", period) + 0.5)
        granted = (
            leefeenheid.value_from_person(insured, Leefeenheid.CLIENT)
            & leefeenheid.value_from_person(lawful, Leefeenheid.CLIENT)
            & (~together | leefeenheid.value_from_person(lawful, Leefeenheid.ECHTGENOOT))
            & ~leefeenheid("vermogen_te_hoog", period)
            & (rounded >= parameters(period).minste)
        )
        return where(granted, rounded, 0)


class zorgtoeslag_per_maand(Variable):
    value_type = float
    entity = Leefeenheid
    definition_period = MONTH
    label = "Een twaalfde deel, naar beneden op hele euro's"

    def formula(leefeenheid, period):
        return np.floor(leefeenheid("zorgtoeslag_per_jaar", period) / 12)


FORMULAS = (
    telt_als_verzekerde,
    bestaat_uit_toeslagpartners,
    draagkracht,
    normpremie,
    aanspraak,
    vermogen_te_hoog,
    zorgtoeslag_per_jaar,
    zorgtoeslag_per_maand,
)


def system() -> TaxBenefitSystem:
    """The law: entities, parameters, variables."""
    made = TaxBenefitSystem([Persoon, Leefeenheid])
    made.parameters = ParameterNode(
        "", data={name: {"values": {"2026-01-01": {"value": value}}} for name, value in PARAMETERS.items()}
    )
    for entity, inputs in INPUTS.items():
        for name, (kind, period) in inputs.items():
            told = {"value_type": kind, "entity": entity, "definition_period": period, "label": name.replace("_", " ")}
            made.add_variable(type(name, (Variable,), told))
    made.add_variables(*FORMULAS)
    return made


def simulation(law: TaxBenefitSystem, arrays: dict[str, Any]) -> Simulation:
    """A simulation over the tables, with every input set."""
    builder = SimulationBuilder()
    builder.create_entities(law)
    house, role = arrays["persoon.leefeenheid"], arrays["persoon.rol"]
    builder.declare_person_entity("persoon", np.arange(len(house)))
    group = builder.declare_entity("leefeenheid", np.arange(len(arrays["leefeenheid.had_vorig_jaar_toeslagpartners"])))
    builder.join_with_persons(group, house, roles=role)
    built = builder.build(law)
    periods = {ETERNITY: ETERNITY, YEAR: ASKED[:4], MONTH: ASKED}
    for entity, inputs in INPUTS.items():
        for name, (_, period) in inputs.items():
            built.set_input(name, periods[period], arrays[f"{entity.key}.{name}"])
    return built


def main(folder: Path, rounds: int) -> None:
    arrays = {path.stem: np.load(path) for path in folder.glob("*.*.npy")}
    law = system()
    built: list[float] = []
    computed: list[float] = []
    busy: list[float] = []
    for _ in range(rounds):
        started = perf_counter()
        ready = simulation(law, arrays)
        at_work, processor = perf_counter(), process_time()
        yearly = ready.calculate("zorgtoeslag_per_jaar", ASKED)
        monthly = ready.calculate("zorgtoeslag_per_maand", ASKED)
        totals = {
            "toegekend": int(np.count_nonzero(yearly)),
            "per jaar": int(yearly.sum(dtype=np.float64)),
            "per maand": int(monthly.sum(dtype=np.float64)),
        }
        done, used = perf_counter(), process_time()
        built.append(at_work - started)
        computed.append(done - at_work)
        busy.append(used - processor)
    np.save(folder / "jaar.npy", yearly.astype(np.int64))
    print(
        json.dumps(
            {
                "openfisca-core": version("openfisca-core"),
                "numpy": np.__version__,
                "built": built,
                "computed": computed,
                "busy": busy,
                "totals": totals,
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
