"""The description of the API (OpenAPI 3.1), by the NL API Design Rules: every answer with its headers, every error as a problem.

``python -m workbench.api.description docs/api`` writes it and the description of each regeling, for review.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from workbench.api.problems import MEDIA_TYPE, ProblemDetails
from workbench.api.regeling_description import describe_regeling
from workbench.service.law import Law

API_VERSION = "1.2.0"
"""The version of the API (semver); the first number is the one in the address."""

_ABOUT = """De rekenkern van Toetssteen: besluiten volgens de wet, met de uitleg en het bewijs erbij.

Feiten en uitkomsten heten zoals in de regels, dus in het Nederlands en soms met spaties. Een bedrag is tekst (`€ 1.234,56`); getallen met
een komma in JSON worden exact gelezen. Fouten komen als `application/problem+json`, alle tegelijk, met de plek in wat u stuurde.

Wijzigingen die niet passen bij wat er was, komen onder een nieuw nummer in het adres. De vorige versie blijft dan een jaar staan, met de
kop `Deprecation`. Wat er per versie veranderde, staat in de handleiding.
"""

_TAGS = {
    "regelingen": "Wat er te besluiten valt, en wat daarvoor nodig is.",
    "beslissingen": "Besluiten nemen en teruglezen.",
    "vragen over een zaak": "Uitleg, waarom niet, wat als, herziening: er wordt niets vastgelegd.",
    "maatwerk": "Afwegen wat de standaarduitkomst niet ziet.",
    "dossiers": "Wat er over zaken bekend is, in versies.",
    "simulaties": "Varianten doorrekenen over een populatie.",
    "normen": "Of normen zijn gehaald.",
    "register": "Wat er is vastgelegd, en het bewijs dat het klopt.",
}

_PROBLEMS = {
    400: "De vraag klopt niet; alle fouten staan erin",
    401: "Niet aangemeld",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    408: "De inhoud kwam te langzaam",
    409: "Deze Idempotency-Key hoort bij een ander verzoek",
    410: "Gewist",
    412: "Iemand anders was eerder",
    413: "Te groot",
    415: "Dit soort inhoud kan hier niet",
    421: "Verkeerd adres",
    428: "If-Match ontbreekt",
    429: "Te veel verzoeken",
    500: "Fout in het programma",
    503: "Nu even niet; zie Retry-After",
    504: "Het duurde te lang",
}
_ONLY_WITH = {409: "idempotency-key", 412: "if-match", 428: "if-match"}
"""Problems that come only where there is such a parameter."""

_HEADERS = {
    "API-Version": "Volledig versienummer van de API.",
    "traceparent": "W3C Trace Context van dit antwoord.",
    "Link": "De volgende bladzijde: rel=next.",
    "ETag": "Versie, voor If-Match.",
    "Location": "Het adres van wat er nu is.",
}
_ALWAYS = ("API-Version", "traceparent")
_SAID_WITH = {"cursor": "Link", "if-match": "ETag", "if-none-match": "ETag"}


def describe(api: FastAPI) -> dict[str, Any]:
    """The whole description; made once per application."""
    if api.openapi_schema is None:
        found = get_openapi(
            title="Toetssteen",
            version=API_VERSION,
            description=_ABOUT,
            routes=api.routes,
            license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            servers=[{"url": "/v1"}],
            tags=[{"name": name, "description": told} for name, told in _TAGS.items()],
        )
        contact = getattr(api.state, "contact", {})
        if contact:
            found["info"]["contact"] = contact
        components = found["components"]
        for gone in ("HTTPValidationError", "ValidationError"):
            components["schemas"].pop(gone, None)
        components["schemas"] |= _problem_schemas()
        components["headers"] = {
            name: {"description": told, "schema": {"type": "string"}} for name, told in _HEADERS.items()
        }
        components["responses"] = {f"Problem{status}": _problem(told) for status, told in _PROBLEMS.items()}
        for methods in found["paths"].values():
            for operation in methods.values():
                _complete(operation)
        api.openapi_schema = found
    return api.openapi_schema


def methods_of(api: FastAPI, path: str) -> list[str]:
    """The methods of all operations at an address."""
    paths = describe(api)["paths"]
    alike = [one for one in paths if re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", one), path)]
    found = [paths[one] for one in ([path] if path in paths else alike)]
    return sorted({method.upper() for told in found for method in told})


def _complete(operation: dict[str, Any]) -> None:
    """The headers of good answers, and the problems that may come instead."""
    answers = operation["responses"]
    answers.pop("422", None)
    parameters = {one["name"].lower() for one in operation.get("parameters", ())}
    said = [header for name, header in _SAID_WITH.items() if name in parameters]
    for status, answer in answers.items():
        answer["headers"] = _headers(*_ALWAYS, *said, *(["Location"] if status == "201" else []))
        if answer["description"] == "Successful Response":
            answer["description"] = "Gelukt"
    for status in _PROBLEMS:
        if status not in _ONLY_WITH or _ONLY_WITH[status] in parameters:
            answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problem(told: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {"description": told, "headers": _headers(*_ALWAYS), "content": {MEDIA_TYPE: {"schema": schema}}}


def _problem_schemas() -> dict[str, Any]:
    schema = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    inner = schema.pop("$defs")
    return {"ProblemDetails": schema, **inner}


def main() -> int:
    """Write the description and the schemas to a folder."""
    from workbench.api.app import make_api

    folder = Path(sys.argv[1])
    for name, text in texts(make_api(), Law.load()).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return 0


def texts(api: FastAPI, law: Law) -> dict[str, str]:
    """The files that are kept for review, by name."""
    whole = describe(api)
    found = {"openapi.json": whole}
    found |= {f"regelingen/{name}.json": describe_regeling(whole, law, name) for name in law.regelingen}
    return {name: json.dumps(one, ensure_ascii=False, indent=1) + "\n" for name, one in found.items()}


if __name__ == "__main__":
    sys.exit(main())
