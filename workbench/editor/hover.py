"""What to tell of the words at a place: type, unit, value on a day with its source, what sets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dsl.names.collect import laws_by_regeling
from dsl.names.fold import folded
from dsl.names.symbols import EnumSymbol, TypeSymbol
from dsl.notation import format_date
from dsl.printer.expressions import expression
from dsl.program import (
    AttrInfo,
    CalendarInfo,
    DatedValue,
    LookupInfo,
    NumType,
    ParamInfo,
    RoleInfo,
    SourceRef,
    Type,
)
from dsl.source import Span
from dsl.syntax import Beslistabel, Bron, BuitenToepassing, KentToe, Koppen, Module, Regel, Verdeelt
from dsl.types.words import type_words
from engine.explain.values_nl import scalar_text
from workbench.editor.meaning import (
    BasisNamed,
    FileNamed,
    Found,
    LocalNamed,
    RuleNamed,
    SourceNamed,
    Target,
    ValueNamed,
    found_at,
)
from workbench.editor.workspace import View

_MOST = 8
"""Of a long list only so many are told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of what is told; ``url`` where the law itself can be read."""

    label: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Hover:
    """``kind`` in words ("parameter"), the name, and what is known of it."""

    span: Span
    kind: str
    title: str
    rows: tuple[Row, ...]


def hover(view: View, name: str, offset: int, day: date) -> list[Hover]:
    """What is known of the words at an offset, values as on a day; more than one where it can mean more than one thing."""
    found = found_at(view, name, offset)
    return [] if found is None else [_told(view, name, found, target, day) for target in found.targets[:_MOST]]


def _told(view: View, name: str, found: Found, target: Target, day: date) -> Hover:
    kind, title, rows = _of(view, name, target, day)
    return Hover(found.span, kind, title, tuple(rows))


def _of(view: View, name: str, target: Target, day: date) -> tuple[str, str, list[Row]]:
    match target:
        case AttrInfo():
            return _attribute(view, target)
        case RoleInfo():
            rows = [Row("Van", target.owner), Row("Aantal", _how_many(target)), Row("Is", target.target)]
            if target.inverse:
                rows.append(Row("Omgekeerd", target.inverse))
            return "rol", target.name, rows
        case ParamInfo():
            return "parameter", target.name, _parameter(target, day)
        case LookupInfo():
            keys = ", ".join(type_words(kind) for kind in target.key_types)
            rows = [Row("Soort", type_words(target.type)), Row("Sleutels", keys), Row("Rijen", str(len(target.rows)))]
            return "tabel", target.name, rows + _sources(target.sources)
        case CalendarInfo():
            return "kalender", target.name, _sources(target.sources)
        case TypeSymbol():
            members = [it.info.name for it in dict.fromkeys(target.members.values())]
            return "objecttype", target.name, [Row("Gegevens", _listed(members))]
        case EnumSymbol():
            return "opsomming", target.name, [Row("Waarden", _listed(target.values.values()))]
        case ValueNamed():
            return "waarde", target.name, [Row("Van", target.enum.name)]
        case RuleNamed():
            return _rule(view, target)
        case FileNamed():
            heading = view.corpus.by_path()[view.source(target.name).path].regeling
            return "bestand", target.name, [Row("Regeling", heading.naam)]
        case LocalNamed():
            source = view.source(name)
            line, _ = source.position(target.span.start)
            return "naam in deze regel", target.name, [Row("Staat op", f"regel {line}: {source.line(line).strip()}")]
        case BasisNamed():
            heads = target.definition.koppen
            return "grondslag", target.definition.naam, [Row("Bron", source.tekst) for source in heads.bronnen]
        case SourceNamed():
            return _source(view, name, target)


def _attribute(view: View, info: AttrInfo) -> tuple[str, str, list[Row]]:
    kind = "kenmerk" if type_words(info.type) == "ja of nee" else "gegeven"
    rows = [Row("Van", info.owner), Row("Soort", type_words(info.type))]
    if info.low is not None and info.high is not None:
        rows.append(Row("Ligt tussen", f"{scalar_text(info.low, info.type)} en {scalar_text(info.high, info.type)}"))
    if isinstance(info.type, NumType) and info.type.grid is not None:
        rows.append(Row("Fijnheid", scalar_text(info.type.grid, info.type)))
    extra = [
        ("met rechtsstatus", info.has_status),
        ("per kalenderjaar", info.per_year),
        ("mag worden opgegeven", info.may_be_given),
        ("gevoelig", info.sensitive),
    ]
    if any(given for _, given in extra):
        rows.append(Row("Bijzonder", ", ".join(words for words, given in extra if given)))
    rules = [
        (module, rule)
        for module in view.corpus.modules
        for rule in module.definities
        if isinstance(rule, Regel | Beslistabel) and _sets(rule, info)
    ]
    if rules:
        rows += [Row("Bepaald door", f"{rule.naam} ({module.pad})") for module, rule in rules[:_MOST]]
        if len(rules) > _MOST:
            rows.append(Row("Bepaald door", f"en nog {len(rules) - _MOST} regels"))
    else:
        rows.append(Row("Komt uit", "het dossier"))
    return kind, info.name, rows


def _sets(rule: Regel | Beslistabel, info: AttrInfo) -> bool:
    """Whether a rule sets an attribute, by the words of its statement."""
    if isinstance(rule, Beslistabel):
        return any(
            folded(goal.stappen[0].naam) == folded(info.name) and folded(goal.stappen[-1].naam) == folded(info.owner)
            for goal in rule.doelen
        )
    said = rule.uitspraak
    if isinstance(said, BuitenToepassing):
        return False
    if isinstance(said, KentToe):
        return folded(said.kenmerk) == folded(info.name) and folded(said.doel.stappen[-1].naam) == folded(info.owner)
    goal = said.aandeel if isinstance(said, Verdeelt) else said.doel
    same = folded(goal.stappen[0].naam) == folded(info.name)
    return same and (isinstance(said, Verdeelt) or folded(goal.stappen[-1].naam) == folded(info.owner))


def _how_many(role: RoleInfo) -> str:
    if role.maximum == 1:
        return "precies een" if role.required else "hoogstens een"
    return f"ten hoogste {role.maximum}"


def _parameter(info: ParamInfo, day: date) -> list[Row]:
    rows = [Row("Soort", type_words(info.type))]
    now = info.on(day)
    words = "geen waarde" if now is None else _value(now, info.type)
    rows.append(Row(f"Op {format_date(day, words=True)}", words))
    if now is not None:
        rows += _sources(now.sources)
    rows += _sources(info.sources)
    others = [value for value in reversed(info.values) if value is not now]
    rows += [Row(f"Vanaf {format_date(value.start)}", _value(value, info.type)) for value in others[:_MOST]]
    return rows


def _value(value: DatedValue, kind: Type) -> str:
    text = "onbekend" if value.value is None else scalar_text(value.value, kind)
    return f"{text} (zekerheid: {value.certainty})" if value.certainty else text


def _sources(sources: Iterable[SourceRef]) -> list[Row]:
    return [Row("Bron", source.text, source.url) for source in sources]


def _rule(view: View, named: RuleNamed) -> tuple[str, str, list[Row]]:
    rows: list[Row] = []
    if named.group:
        names = [rule.naam for _, rule in named.rules]
        return "groep regels", named.name, [Row("Regels", _listed(dict.fromkeys(names)))]
    for module, rule in named.rules[:_MOST]:
        rows.append(Row("Bepaalt", _says(rule)))
        rows += _heads(view, module, rule.koppen)
    key = folded(named.name)
    groups = {folded(group) for _, rule in named.rules for group in rule.koppen.groepen}
    regelingen = {module.regeling.naam for module, _ in named.rules}
    over = [
        rule.naam
        for module in view.corpus.modules
        if module.regeling.naam in regelingen
        for rule in module.definities
        if isinstance(rule, Regel | Beslistabel)
        and any(folded(step.naam) in groups | {key} for step in rule.koppen.in_afwijking_van)
        and folded(rule.naam) != key
    ]
    if over:
        rows.append(Row("Wijkt voor", _listed(dict.fromkeys(over))))
    return "regel", named.name, rows


def _says(rule: Regel | Beslistabel) -> str:
    if isinstance(rule, Beslistabel):
        return " en ".join(expression(goal) for goal in rule.doelen)
    said = rule.uitspraak
    if isinstance(said, BuitenToepassing):
        return f"stelt buiten toepassing: {', '.join(step.naam for step in said.regels)}"
    if isinstance(said, KentToe):
        return f"{expression(said.doel)} {said.kenmerk}"
    return expression(said.aandeel if isinstance(said, Verdeelt) else said.doel)


def _heads(view: View, module: Module, heads: Koppen) -> Iterable[Row]:
    if heads.geldig is not None:
        start = f"vanaf {format_date(heads.geldig.vanaf)}" if heads.geldig.vanaf else ""
        end = f" t/m {format_date(heads.geldig.tot_en_met)}" if heads.geldig.tot_en_met else ""
        yield Row("Geldig", f"{start}{end}".strip())
    yield from (Row("Bron", source.tekst, _url(view, module, source.tekst)) for source in heads.bronnen)
    if heads.ruimte:
        yield Row("Ruimte", heads.ruimte)
    if heads.zekerheid:
        yield Row("Zekerheid", heads.zekerheid)
    if heads.in_afwijking_van:
        yield Row("Wijkt af van", _listed(step.naam for step in heads.in_afwijking_van))
    if heads.uitleg:
        yield Row("Uitleg", heads.uitleg)


def _url(view: View, module: Module, text: str) -> str | None:
    """The page of the law that a source names, where its regeling says which law that is."""
    same = [it for it in view.corpus.modules if it.regeling.naam == module.regeling.naam]
    laws = laws_by_regeling(same).get(module.regeling.naam)
    bron = next(
        (it for one in same for it in _all_sources(one) if it.tekst == text),
        None,
    )
    return laws.source(bron).url if laws is not None and bron is not None else None


def _all_sources(module: Module) -> Iterator[Bron]:
    yield from module.regeling.bronnen
    for definition in module.definities:
        heads = getattr(definition, "koppen", None)
        if isinstance(heads, Koppen):
            yield from heads.bronnen


def _source(view: View, name: str, target: SourceNamed) -> tuple[str, str, list[Row]]:
    module = view.corpus.by_path()[view.source(name).path]
    rules = [
        definition.naam
        for one in view.corpus.modules
        for definition in one.definities
        if isinstance(heads := getattr(definition, "koppen", None), Koppen)
        and any(bron.tekst == target.text for bron in heads.bronnen)
    ]
    url = _url(view, module, target.text)
    rows = [Row("Lees de wet", url, url)] if url else []
    return "bron", target.text, [*rows, Row("Genoemd in", _listed(dict.fromkeys(rules)) or "alleen hier")]


def _listed(names: Iterable[str]) -> str:
    known = list(names)
    rest = f" en nog {len(known) - _MOST * 2}" if len(known) > _MOST * 2 else ""
    return ", ".join(known[: _MOST * 2]) + rest
