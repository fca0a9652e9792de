"""Grondslagen: what their words name, and which of them a signal names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsl.diagnostics import diagnose
from dsl.lower.context import Context, World
from dsl.names.fold import folded
from dsl.names.sources import LawIds
from dsl.names.symbols import Symbols
from dsl.program import AttrInfo, BasisInfo, EnumType
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Grondslag, Module, Signaal, Stap

PURPOSE = "ondersteunen"


def lower_basis(world: World, module: Module, written: Grondslag, laws: LawIds) -> BasisInfo | None:
    """A ground, or None when a word of it names nothing; all mistakes are reported."""
    types, names, known = _facts(world, module.pad, written.gegevens)
    kind, regelingen = _regelingen(world, module.pad, written, types)
    if not known or (written.regelingen and kind is None):
        return None
    heads = written.koppen
    return BasisInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        regelingen=regelingen,
        kind=kind,
        receivers=written.ontvangers,
        purposes=written.doelen,
        types=tuple(sorted(types)),
        names=tuple(sorted(names)),
        start=heads.geldig.vanaf if heads.geldig is not None else None,
        end=heads.geldig.tot_en_met if heads.geldig is not None else None,
        sources=laws.sources(heads.bronnen),
        certainty=heads.zekerheid,
        explanation=heads.uitleg,
        span=written.span,
    )


def _facts(world: World, file: str, named: Sequence[Stap]) -> tuple[set[str], set[tuple[str, str]], bool]:
    """The object types and the (object type, name) that the words stand for, and whether all of them stand for something."""
    symbols = world.symbols
    types: set[str] = set()
    names: set[tuple[str, str]] = set()
    known = True
    visible = [symbol for symbol in symbols.object_types() if symbols.sees(file, symbol.file)]
    for step in named:
        key = folded(step.naam)
        found = symbols.types.get(key)
        if found is not None and symbols.sees(file, found.file):
            types.add(found.name)
            continue
        owners = [
            symbol for symbol in visible if key in symbol.members and symbols.sees(file, symbol.members[key].file)
        ]
        names |= {(symbol.name, symbol.members[key].info.name) for symbol in owners}
        if not owners:
            known = False
            if world.names_known:
                near = did_you_mean(suggest(step.naam, [*_names_in_sight(symbols, file)]))
                world.findings.add(diagnose("TS481", step.span, name=step.naam, remedy=near or None))
    return types, names, known


def _names_in_sight(symbols: Symbols, file: str) -> Iterable[str]:
    for symbol in symbols.object_types():
        if symbols.sees(file, symbol.file):
            yield symbol.name
            yield from (member.info.name for member in symbol.members.values() if symbols.sees(file, member.file))


def _regelingen(
    world: World, file: str, written: Grondslag, types: Iterable[str]
) -> tuple[str | None, tuple[str, ...]]:
    """The enumeration of which the regelingen are values, with these as declared; (None, ()) when there are none or when they
    are not (reported)."""
    if not written.regelingen:
        return None, ()
    symbols = world.symbols
    enums = {symbol.name: symbol for symbol in symbols.enums.values() if symbols.sees(file, symbol.file)}
    wanted = [folded(step.naam) for step in written.regelingen]
    fitting = sorted(name for name, enum in enums.items() if all(word in enum.values for word in wanted))
    used = {
        member.info.type.name
        for name in types
        for member in symbols.types[folded(name)].attributes()
        if isinstance(member.info, AttrInfo) and isinstance(member.info.type, EnumType)
    }
    found = [name for name in fitting if name in used] or fitting
    if len(found) != 1:
        listed = ", ".join(step.naam for step in written.regelingen)
        world.findings.add(diagnose("TS482", written.regelingen[0].span, names=listed))
        return None, ()
    return found[0], tuple(enums[found[0]].values[word] for word in wanted)


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds of the corpus. ``homes``: per folded name the name as written and the module in which it stands, also of
    those with a mistake, so that naming one is no second mistake."""

    infos: Mapping[str, BasisInfo]
    homes: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, modules: Sequence[Module], infos: Mapping[str, BasisInfo]) -> Grounds:
        written = [
            (item.naam, module.pad) for module in modules for item in module.definities if isinstance(item, Grondslag)
        ]
        return cls(infos, {folded(name): (name, pad) for name, pad in written})

    def named_by(self, ctx: Context, module: Module, written: Signaal) -> tuple[BasisInfo, ...]:
        """The grounds that a signal names, as far as it may: each for its own organisation, and to support. Reports the rest."""
        named: list[BasisInfo] = []
        for step in written.grondslagen:
            home = self.homes.get(folded(step.naam))
            if home is None and not ctx.world.names_known:
                continue  # it may stand in a part that could not be read
            if home is None:
                near = did_you_mean(suggest(step.naam, [name for name, _ in self.homes.values()]))
                ctx.report("TS480", step.span, name=step.naam, remedy=near or None)
                continue
            name, file = home
            if not ctx.world.symbols.sees(module.pad, file):
                ctx.report("TS210", step.span, name=name, file=file)
                continue
            info = self.infos.get(name)
            if info is None:
                continue
            if PURPOSE not in info.purposes:
                ctx.report("TS484", step.span, name=name, purposes=", ".join(info.purposes))
            executor = module.regeling.uitvoerder
            if executor is not None and folded(executor) not in {folded(receiver) for receiver in info.receivers}:
                ctx.report("TS485", step.span, name=name, executor=executor, receivers=", ".join(info.receivers))
            named.append(info)
        return tuple(named)
