"""A besluit on the page of its regeling: what it decides, and everything it may need to know."""

from __future__ import annotations

from dsl.program import AttrInfo, DecisionInfo, RoleInfo, SourceRef, Term
from engine.explain.values_nl import capital, range_text, scalar_text, term_text
from workbench.catalogus.markup import Html, Part, bullets, details, link, table, tag, terms
from workbench.catalogus.model import Law
from workbench.catalogus.parts import kind_words, mark, source, source_list

_FEW = 12
"""Facts that are shown without folding the table open."""


def decision(law: Law, info: DecisionInfo) -> Html:
    page, anchor = law.of(info)
    needed = law.needs[info.name]
    elsewhere = sorted({law.program.rules[n].regeling for n in needed.rules} - {info.regeling})
    questions = bullets(needed.questions)
    figures = [law.program.params[name] for name in needed.params] + [
        law.program.tables[name] for name in needed.tables
    ]
    used = bullets(link("#".join(law.of(figure)), figure.name) for figure in figures)
    return tag(
        "article",
        tag("h3", info.name, id=anchor),
        terms(
            [
                ("Beslist", bullets(outcome.words for outcome in info.outcomes)),
                ("Over", f"een {info.over}"),
                ("Per", info.per),
                ("Een wijziging werkt door vanaf", info.takes_effect),
                ("Bezwaar", _term(info.objection)),
                ("Betalen", info.payment_text or _term(info.payment)),
                ("Te doen", bullets([todo.text, _from(todo.source)] for todo in info.todos)),
                (
                    "Bij herziening",
                    bullets([f"{one.kind}: {one.words}", _from(one.source)] for one in info.revisions),
                ),
                ("Bron", source_list(info.sources)),
            ]
        ),
        details(
            f"Feiten die nodig kunnen zijn ({len(needed.facts) + len(needed.roles)})",
            tag("p", "Welke feiten echt nodig zijn, hangt af van de zaak en de datum."),
            table(f"Feiten voor {info.name}", ("feit", "van", "soort", "grenzen", "bijzonder"), _facts(law, info.name)),
            open_=len(needed.facts) + len(needed.roles) <= _FEW,
        )
        if needed.facts or needed.roles
        else tag("p", "Dit besluit vraagt geen feiten."),
        questions and details(f"Vragen waarover een behandelaar oordeelt ({len(needed.questions)})", questions),
        used and details(f"Cijfers die meetellen ({len(figures)})", used),
        elsewhere
        and details(
            f"Regels van andere regelingen ({len(elsewhere)})",
            bullets(link(law.pages[name], name) for name in elsewhere),
        ),
    )


def _term(term: Term | None) -> str | None:
    if term is None:
        return None
    at = f" bij {term.at}" if term.at else ""
    calendar = f", verlengd volgens de kalender {term.calendar}" if term.calendar else ""
    return f"{term_text(term.amount, term.unit)}{at}{calendar}"


def _from(ref: SourceRef | None) -> Part:
    return [" (", source(ref), ")"] if ref else None


def _facts(law: Law, name: str) -> list[tuple[Part, ...]]:
    needed = law.needs[name]
    rows = [((fact.owner, fact.name), _fact(law, fact)) for fact in needed.facts]
    rows += [((role.owner, role.name), _role(role)) for role in needed.roles]
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _fact(law: Law, fact: AttrInfo) -> tuple[Part, ...]:
    return (
        fact.name,
        fact.owner,
        capital(kind_words(fact.type, law.program)),
        _limits(fact),
        [
            mark("gevoelig", fact.sensitive),
            mark("per kalenderjaar", fact.per_year),
            mark("mag worden opgegeven", fact.may_be_given),
        ],
    )


def _limits(fact: AttrInfo) -> str:
    if fact.low is not None and fact.high is not None:
        return range_text(fact.low, fact.high, fact.type)
    if fact.low is not None:
        return f"ten minste {scalar_text(fact.low, fact.type)}"
    return "" if fact.high is None else f"ten hoogste {scalar_text(fact.high, fact.type)}"


def _role(role: RoleInfo) -> tuple[Part, ...]:
    count = "precies 1" if role.required and role.maximum == 1 else f"ten hoogste {role.maximum}"
    return (role.name, role.owner, f"Verwijst naar: {role.target}", count, None)
