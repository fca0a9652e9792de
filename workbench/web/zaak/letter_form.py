"""The form of a letter: from its fields to the file that it could have been, and from what is wrong in that back to the fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from dsl.diagnostics import Diagnostic
from dsl.source import Span
from engine.safe_yaml import Mapping, Node, Scalar, load_yaml
from workbench.brieven.form import REPRESENTATIVES
from workbench.web.forms import Errors, Posted

_EMPTY = {  # in the order of the page
    "aan naam": "Vul in aan wie de brief gaat.",
    "aan adres": "Vul het adres in van wie de brief krijgt.",
    "aan namens": "Vul in namens wie deze persoon de brief krijgt.",
    "afschrift adres": "Vul het adres in voor het afschrift.",
    "afschrift namens": "Vul in namens wie deze persoon het afschrift krijgt.",
    "kenmerk": "Vul het kenmerk van de zaak in.",
    "organisatie": "Vul in welke organisatie de brief stuurt.",
    "afzender adres": "Vul het adres van de afzender in.",
    "contact": "Vul een telefoonnummer of website in.",
    "bezwaar naar": "Vul in waar een bezwaarschrift naartoe gaat.",
    "door": "Vul in wie de brief ondertekent.",
    "functie": "Vul in welke functie de ondertekenaar heeft.",
    "gevraagd": "Kies of vooraf om een reactie is gevraagd.",
    "grond": "Kies waarom niet vooraf om een reactie is gevraagd.",
    "op": "Vul in op welke dag de ander kon reageren.",
    "gezegd": "Vul in wat de ander zei.",
    "onze reactie": "Vul in wat uw reactie daarop is.",
}
_WRONG = {"op": "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026."}
_WHOLE = {"aan": "aan als", "afschrift aan": "afschrift als", "zienswijze": "op"}
"""The field for what is said of a whole group."""
_PREFIXES = {"aan": "aan ", "afschrift aan": "afschrift "}


def letter_text(given: Posted) -> str:
    """The form as a file. What has to be filled in is there, empty or not, so that what is wrong with it has a place."""
    asked_first = given.text("gevraagd")
    heard = ("op", "gezegd", "onze reactie") if asked_first == "ja" else ("grond",)
    whole: dict[str, Any] = {
        "kenmerk": given.text("kenmerk"),
        "afzender": {
            "organisatie": given.text("organisatie"),
            "adres": _lines(given.text("afzender adres")),
            "contact": _lines(given.text("contact")),
        },
        "aan": _person(given, "aan "),
        "zienswijze": {"gevraagd": asked_first, **{name: given.text(name) for name in heard}},
        "bezwaar naar": _lines(given.text("bezwaar naar")),
        "ondertekend": {"door": given.text("door"), "functie": given.text("functie")},
    }
    if given.text("afschrift naam"):
        whole["afschrift aan"] = [_person(given, "afschrift ")]
    return yaml.safe_dump(whole, allow_unicode=True)


def errors_beside(findings: Iterable[Diagnostic], text: str, given: Posted) -> tuple[Errors, list[Diagnostic]]:
    """What is wrong by field, and the findings that are about no field."""
    errors, other, root = Errors(), [], load_yaml(text).root
    for one in findings:
        place = () if root is None or not one.span.file else _path(root, one.span)
        if not place:
            other.append(one)
            continue
        name = _field(place)
        errors.add(name, _EMPTY.get(name, one.cause) if not given.text(name) else _WRONG.get(name, one.cause))
    order = list(_EMPTY)
    by_place = sorted(errors.by_field.items(), key=lambda item: order.index(item[0]) if item[0] in order else 0)
    return Errors(dict(by_place)), other


def _field(place: tuple[str, ...]) -> str:
    if len(place) == 1:
        return _WHOLE.get(place[0], place[0])
    return f"{_PREFIXES.get(place[0], '')}{place[1]}" if place != ("afzender", "adres") else "afzender adres"


def _path(node: Node, span: Span) -> tuple[str, ...]:
    """The keys to the smallest part that holds a place."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.start <= span.start and span.end <= max(key.end, value.end):
                return key.text, *_path(value, span)
    elif not isinstance(node, Scalar):
        for item in node.items:
            if item.start <= span.start and span.end <= item.end and item.end - item.start > span.end - span.start:
                return _path(item, span)
    return ()


def _person(given: Posted, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "naam": given.text(f"{prefix}naam"),
        "adres": _lines(given.text(f"{prefix}adres")),
        "als": given.text(f"{prefix}als"),
    }
    # For oneself nobody acts: what was filled in before another choice is no longer in sight.
    if (given.text(f"{prefix}namens") and found["als"] != "betrokkene") or found["als"] in REPRESENTATIVES:
        found["namens"] = given.text(f"{prefix}namens")
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
