"""The question by which one asks for a missing fact: ``Heeft u een partner?``, ``Hoe hoog was uw inkomen in 2024?``."""

from __future__ import annotations

import re

from dsl.program import BoolType, DateType, EnumType, NumType
from engine.explain.people import article_of, possessive
from engine.explain.phrasing import conjugated, is_money
from engine.explain.values_nl import capital, enumeration, scalar_text
from engine.explain.words import Words
from engine.values import FactRef


def question(words: Words, fact: FactRef) -> str | None:
    """The question in the voice of ``words``; None when a letter may not ask it by name (gevoelig)."""
    if not fact.obj:
        return "Wanneer wordt het besluit verzonden?"
    kind = words.people.kind(fact.obj)
    subject = words.people.plain(fact.obj) if words.voice == "plain" else words.people.formal(fact.obj)
    if kind is None:
        return f"Wat is {fact.name} van {subject}?"
    info = words.program.types[kind]
    if fact.name in info.roles and fact.kind == "rol":
        role = info.roles[fact.name]
        subject = words.people.you if subject == words.people.household else subject
        what = (role.plural or role.name) if role.many else f"een {role.name}"
        if role.required and not role.many:
            return f"Wie is {possessive(subject, role.name, article_of(words.program, role.name))}?"
        return f"Heeft {subject} {what}?"
    attr = info.attributes.get(fact.name)
    if attr is None:
        return f"Wat is {fact.name} van {subject}?"
    if words.voice == "plain" and attr.sensitive:
        return None
    if isinstance(attr.type, BoolType):
        verb, _, rest = conjugated(subject, attr.name).partition(" ")
        return f"{capital(verb)} {subject} {rest}?".replace(" ?", "?")
    called = possessive(subject, attr.name, attr.article or article_of(words.program, attr.name))
    day = fact.at or words.reading.today
    when = f" in {day.year}" if attr.per_year else f" op {scalar_text(day, DateType())}" if fact.at else ""
    if is_money(attr.type):
        return f"Hoe hoog is {called}{when}?"
    if isinstance(attr.type, EnumType):
        return f"Wat is {called}{when}: {enumeration(words.program.enums[attr.type.name], 'of')}?"
    if isinstance(attr.type, NumType) and _MANY.match(attr.name):
        return f"Hoeveel {attr.name} heeft {words.people.you if subject == words.people.household else subject}{when}?"
    return f"Wat is {called}{when}?"


_MANY = re.compile(r"\w*(?:dagen|nachten|weken|maanden|jaren|uren)\b")
"""A name that begins with a number of something: ``zorgdagen in de maand``."""
