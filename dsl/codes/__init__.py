"""The registry of diagnostic codes: every text of every problem, and the source of the pages in docs/diagnoses.

To add a code, write one `Code(...)` in the module of its group, with the next free number:

    ts0_reading    TS0nn  reading files
    ts1_syntax     TS1nn  the form of the text
    ts2_names      TS2nn  names, declarations, imports
    ts3_types      TS3nn  types and units
    ts4_rules      TS4nn  rules, definitions, tables (TS400-TS439)
    ts4_law        TS4nn  sources, dates of law, texts, signals, the Besluit (TS440-TS459)
    ts4_trajecten  TS4nn  trajecten (TS460-TS469)
    ts4_varianten  TS4nn  varianten (TS470-TS479)
    ts4_grondslagen  TS4nn  grounds for using facts (TS480-TS489)
    ts4_normen     TS4nn  registraties and norms (TS490-TS499)
    ts5_dossier    TS5nn  facts
    ts6_deciding   TS6nn  deciding a case
    ts7_scenarios  TS7nn  scenarios
    ts8_commands   TS8nn  use of the command line
    ts8_register   TS86n  the register
    ts8_simulatie  TS88n  runs over a population and their reports
    ts8_kolommen   TS89n  running besluiten over a population
    ts8_werkbank   TS89n  the workbench as a server
    ts9_maatwerk   TS90n  maatwerk
    ts9_brieven    TS92n  letters
    ts9_rechtsgevolg  TS95n  decisions with rechtsgevolg

Then call `dsl.diagnostics.diagnose("TSnnn", span, field=...)` where the problem is found, and run `python -m dsl.codes
docs/diagnoses` for its page. Templates are for `str.format` with plain names as fields: `'{name}' bestaat niet`. A number is
never reused and keeps its meaning; a code that is no longer given is removed, its number stays empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dsl.codes import (
    ts0_reading,
    ts1_syntax,
    ts2_names,
    ts3_types,
    ts4_grondslagen,
    ts4_law,
    ts4_normen,
    ts4_rules,
    ts4_trajecten,
    ts4_varianten,
    ts5_dossier,
    ts5_populatie,
    ts5_registraties,
    ts6_deciding,
    ts7_scenarios,
    ts8_commands,
    ts8_kolommen,
    ts8_register,
    ts8_simulatie,
    ts8_werkbank,
    ts9_brieven,
    ts9_maatwerk,
    ts9_rechtsgevolg,
)
from dsl.codes.entry import Code

__all__ = ["REGISTRY", "Code", "lookup"]

_MODULES = (
    ts0_reading,
    ts1_syntax,
    ts2_names,
    ts3_types,
    ts4_rules,
    ts4_law,
    ts4_trajecten,
    ts4_varianten,
    ts4_grondslagen,
    ts4_normen,
    ts5_dossier,
    ts5_populatie,
    ts5_registraties,
    ts6_deciding,
    ts7_scenarios,
    ts8_commands,
    ts8_simulatie,
    ts8_kolommen,
    ts8_register,
    ts8_werkbank,
    ts9_brieven,
    ts9_maatwerk,
    ts9_rechtsgevolg,
)


def _collect() -> dict[str, Code]:
    found: dict[str, Code] = {}
    for module in _MODULES:
        for entry in module.CODES:
            if entry.code in found:
                raise ValueError(f"{entry.code} is registered twice: {found[entry.code].title!r} and {entry.title!r}")
            found[entry.code] = entry
    return dict(sorted(found.items()))


REGISTRY: Mapping[str, Code] = MappingProxyType(_collect())
"""Every code, in order of code."""


def lookup(code: str) -> Code:
    """The entry of a code. Raises KeyError when it is not registered."""
    try:
        return REGISTRY[code]
    except KeyError:
        raise KeyError(f"{code} is not a registered diagnostic code; see dsl/codes/__init__.py") from None
