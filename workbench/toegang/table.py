"""Which role may use which page or endpoint: one table. What no row names is refused.

A path is that of the route: ``{x}`` stands for one part, ``**`` at the end for anything below it (and the path itself).
The first row that fits decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from workbench.toegang.actor import ALL_ROLES, Actor, Role

READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ANY = READ | WRITE
SOCKET = frozenset({"WEBSOCKET"})

_BELEID, _BEHANDELAAR, _CONTROLEUR, _BEHEER = (
    frozenset({role}) for role in (Role.BELEID, Role.BEHANDELAAR, Role.CONTROLEUR, Role.BEHEER)
)


@dataclass(frozen=True, slots=True)
class Row:
    """``roles`` None: open to who did not sign in. ``why`` says in Dutch what is done there."""

    methods: frozenset[str]
    path: str
    roles: frozenset[Role] | None
    why: str

    def fits(self, method: str, path: str) -> bool:
        return method in self.methods and _pattern(self.path).fullmatch(path) is not None

    def allows(self, actor: Actor | None) -> bool:
        return self.roles is None or (actor is not None and bool(self.roles & actor.roles))


@lru_cache(maxsize=512)
def _pattern(path: str) -> re.Pattern[str]:
    stem, below = (path[:-2], True) if path.endswith("**") else (path, False)
    parts = re.split(r"(\{[a-z_]+\})", stem.rstrip("/") if below else stem)
    regex = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
    return re.compile(regex + (r"(/.*)?" if below else ""), re.DOTALL)


OPEN: tuple[Row, ...] = (
    Row(READ, "/v1/openapi.json", None, "beschrijving van de API"),
    Row(READ, "/v1/regelingen/{id}/openapi.json", None, "beschrijving van een regeling"),
    Row(READ, "/gezond", None, "of de toepassing draait"),
    Row(READ, "/gereed", None, "of de toepassing klaar is om te werken"),
    Row(READ, "/statisch/**", None, "opmaak en scripts"),
    Row(READ, "/favicon.ico", None, "pictogram"),
    Row(READ, "/inloggen", None, "inloggen"),
    Row(READ, "/inloggen/terug", None, "terug van de inlogdienst"),
    Row(READ, "/uitgelogd", None, "melding na het uitloggen"),
    Row(frozenset({"POST"}), "/uitloggen", None, "uitloggen"),
)

API: tuple[Row, ...] = (
    # rules of law hold for everybody
    Row(READ, "/v1/regelingen**", ALL_ROLES, "regelingen, versies en hun gegevens"),
    # deciding: a case by a behandelaar, a made-up one by beleid
    Row(READ, "/v1/beslissingen/{id}", _BEHANDELAAR, "een besluit uit het register lezen"),
    Row(ANY, "/v1/beslissingen**", _BEHANDELAAR | _BELEID, "beslissen, uitleggen, waarom niet, wat als"),
    Row(ANY, "/v1/uitleg**", _BEHANDELAAR | _BELEID, "uitleg bij een beslissing"),
    Row(ANY, "/v1/waarom-niet**", _BEHANDELAAR | _BELEID, "waarom iemand iets niet krijgt"),
    Row(ANY, "/v1/wat-als**", _BEHANDELAAR | _BELEID, "wat er verandert met andere feiten"),
    Row(ANY, "/v1/volgende-vraag**", _BEHANDELAAR | _BELEID, "welk feit nog nodig is"),
    Row(ANY, "/v1/tijdlijnen**", _BEHANDELAAR | _BELEID, "een besluit over een periode"),
    Row(ANY, "/v1/trajecten**", _BEHANDELAAR | _BELEID, "waar een traject is en welke termijnen lopen"),
    Row(
        ANY,
        "/v1/overzichten**",
        _BEHANDELAAR | _BELEID,
        "alle besluiten voor een huishouden, uit eigen opgave of verzonnen",
    ),
    Row(ANY, "/v1/herzieningen**", _BEHANDELAAR, "een besluit herzien"),
    Row(ANY, "/v1/signalen**", _BEHANDELAAR, "signalen bij een zaak"),
    Row(ANY, "/v1/afwegingen**", _BEHANDELAAR, "maatwerkafwegingen"),
    Row(ANY, "/v1/dossiers**", _BEHANDELAAR, "dossiers"),
    Row(READ, "/v1/normen**", ALL_ROLES, "scorebord van normen"),
    Row(WRITE, "/v1/normen**", _BELEID | _CONTROLEUR, "een normrapport maken"),
    Row(READ, "/v1/simulaties**", _BELEID | _CONTROLEUR, "uitkomsten van simulaties"),
    Row(WRITE, "/v1/simulaties**", _BELEID, "een simulatie starten of stoppen"),
    Row(READ, "/v1/register**", _CONTROLEUR | _BEHEER, "het register lezen en controleren"),
    Row(WRITE, "/v1/register**", _CONTROLEUR | _BEHEER, "het register controleren, een besluit opnieuw uitvoeren"),
)

PAGES: tuple[Row, ...] = (
    Row(READ, "/", ALL_ROLES, "startpagina"),
    Row(frozenset({"POST"}), "/thema", ALL_ROLES, "een ander thema kiezen"),
    Row(ANY, "/zaken**", _BEHANDELAAR, "zaken zoeken en maken"),
    Row(frozenset({"POST"}), "/regels/goedkeuren/**", _BELEID | _CONTROLEUR, "een versie van een ander goedkeuren"),
    Row(READ, "/regels**", ALL_ROLES, "regels lezen"),
    Row(WRITE, "/regels**", _BELEID, "regels schrijven"),
    Row(ANY, "/scenarios/van/**", _BEHANDELAAR, "van een besluit een scenario maken"),
    Row(ANY, "/scenarios**", _BELEID | _BEHANDELAAR, "scenario's"),
    Row(ANY, "/uitvoeringstoets**", _BELEID, "simulaties en hun rapport"),
    Row(frozenset({"POST"}), "/normen/opgave", _BELEID | _CONTROLEUR, "opgegeven cijfers naast de normen leggen"),
    Row(ANY, "/normen**", ALL_ROLES, "scorebord van normen"),
    Row(ANY, "/sessies", _BEHEER, "zien wie er is ingelogd, en iemand uitloggen"),
    Row(ANY, "/register**", _CONTROLEUR | _BEHEER, "het register lezen, controleren, opnieuw uitvoeren"),
)

TABLE: tuple[Row, ...] = OPEN + API + PAGES


def row_for(method: str, path: str, table: tuple[Row, ...] = TABLE) -> Row | None:
    """The row that decides over a request, None when there is none: then nobody may. A question that asks which methods
    there are (OPTIONS) is as open as reading."""
    asked = "GET" if method == "OPTIONS" else method
    return next((row for row in table if row.fits(asked, path)), None)


def methods_for(path: str, table: tuple[Row, ...] = TABLE) -> frozenset[str]:
    """The methods that some row names for a path; none when nothing is there."""
    found = (row.methods for row in table if any(row.fits(method, path) for method in row.methods))
    return frozenset[str]().union(*found)


_NAMES = {"WEBSOCKET": "verbinding"}


def described(table: tuple[Row, ...] = TABLE) -> str:
    """The table for people, in Markdown."""
    lines = ["| wat | adres | mag | wie |", "|---|---|---|---|"]
    for row in table:
        may = (
            "lezen"
            if row.methods == READ
            else "wijzigen"
            if row.methods == WRITE
            else "alles"
            if row.methods == ANY
            else ""
        )
        methods = may or ", ".join(_NAMES.get(name, name) for name in sorted(row.methods))
        who = "iedereen, ook zonder inloggen" if row.roles is None else "elke rol"
        if row.roles is not None and row.roles != ALL_ROLES:
            who = ", ".join(role.value for role in Role if role in row.roles)
        lines.append(f"| {row.why} | `{row.path}` | {methods} | {who} |")
    return "\n".join(lines) + "\n"
