"""How a refusal looks: problem+json for a program, a Dutch page for a person. It says what to do and nothing about the inside."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from workbench.toegang.csrf import FIELD

API = "/v1"

_TITLES = {
    400: "Verkeerd verzoek",
    401: "Niet ingelogd",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Dit kan hier niet",
    413: "Te groot",
    415: "Verkeerd soort gegevens",
    421: "Verkeerd adres",
    429: "Te veel verzoeken",
    502: "Inloggen lukt nu niet",
    503: "Inloggen lukt nu niet",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """``why`` is Dutch for the user. ``reason`` is a fixed word for the log. ``to``: where a browser should go instead. ``sign_out``: the
    token of a form to sign out with, for somebody who may do nothing else here."""

    status: int
    reason: str
    why: str
    headers: Mapping[str, str] = field(default_factory=dict)
    to: str | None = None
    sign_out: str | None = field(default=None, repr=False)

    def response(self, scope: Scope, path: str) -> Response:
        if is_api(path):
            problem = {"type": "about:blank", "title": _TITLES[self.status], "status": self.status, "detail": self.why}
            return JSONResponse(problem, self.status, dict(self.headers), media_type="application/problem+json")
        if self.to is not None and scope.get("method") in ("GET", "HEAD"):
            return self._elsewhere(self.to, scope)
        form = "" if self.sign_out is None else _SIGN_OUT.format(field=FIELD, token=html.escape(self.sign_out))
        return HTMLResponse(page(_TITLES[self.status], self.why, more=form), self.status, dict(self.headers))

    def _elsewhere(self, to: str, scope: Scope) -> Response:
        """To where one signs in. A browser does not follow a form of ours, such as a search, to the provider: no form may lead to another
        website. So where there may have been one, for it has a query, the page goes on as a visit of its own."""
        if not scope.get("query_string"):
            return RedirectResponse(to, 303)
        text = page(_TITLES[self.status], self.why, (to, "Inloggen"))
        return HTMLResponse(text, self.status, {**self.headers, "refresh": f"0; url={to}"})


def is_api(path: str) -> bool:
    return path == API or path.startswith(API + "/")


_SIGN_OUT = (
    '<form method="post" action="/uitloggen"><input type="hidden" name="{field}" value="{token}">'
    "<button>Uitloggen</button></form>"
)


def page(title: str, text: str, link: tuple[str, str] = ("/", "Naar de startpagina"), more: str = "") -> str:
    """A page without scripts, style or anything of the visitor's own; works when nothing else does. ``more``: markup of our own."""
    to, words = (html.escape(part) for part in link)
    return (
        f'<!doctype html>\n<html lang="nl"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body><main><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p><p><a href="{to}">{words}</a></p>{more}</main></body></html>\n'
    )
