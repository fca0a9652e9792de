"""The program itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl.program.grondslagen import BasisInfo
from dsl.program.nodes import Node
from dsl.program.normen import NormInfo, RegistryInfo
from dsl.program.parts import (
    CalendarInfo,
    DecisionInfo,
    Definition,
    LookupInfo,
    ParamInfo,
    RegelingInfo,
    RuleInfo,
    SignalInfo,
    TypeInfo,
)
from dsl.program.trajecten import TrajectInfo
from dsl.program.varianten import VariantInfo


@dataclass(frozen=True, slots=True)
class Program:
    """A checked corpus of rule files. ``digest`` is the content hash of its sources and of the compiler version; ``texts``
    holds the source texts by path, for excerpts in explanations. ``variants`` are those that there are on top of the law;
    ``applied`` names those that this program holds, in order of application (none: it is the law, and then ``variants`` takes no
    part in the digest)."""

    digest: str
    nodes: tuple[Node, ...]
    types: dict[str, TypeInfo]
    enums: dict[str, tuple[str, ...]]
    params: dict[str, ParamInfo]
    tables: dict[str, LookupInfo]
    calendars: dict[str, CalendarInfo]
    rules: tuple[RuleInfo, ...]
    definitions: dict[tuple[str, str], Definition]
    decisions: dict[str, DecisionInfo]
    signals: dict[str, SignalInfo]
    regelingen: dict[str, RegelingInfo]
    texts: dict[str, str]
    trajecten: dict[str, TrajectInfo] = field(default_factory=dict)
    grondslagen: dict[str, BasisInfo] = field(default_factory=dict)
    registries: dict[str, RegistryInfo] = field(default_factory=dict)
    norms: dict[str, NormInfo] = field(default_factory=dict)
    variants: dict[str, VariantInfo] = field(default_factory=dict)
    applied: tuple[str, ...] = ()
