"""``page(request, template, **context)``: a template with the frame around it, and what every template may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from dsl.notation import format_date
from workbench.toegang.actor import Actor
from workbench.toegang.csrf import FIELD
from workbench.toegang.install import actor_or_none, csrf_token, is_signed_in
from workbench.web.sections import Section, sections_for
from workbench.web.static import Assets

TEMPLATES = Path(__file__).parent / "templates"
THEME_COOKIE = "toetssteen_thema"
DONE = "gedaan"
"""The parameter of an address that says what a form did, by its key in :data:`DONE_WORDS`."""


@dataclass(frozen=True, slots=True)
class Theme:
    """``name`` is also its class on the page (``NAME-theme``) and its style sheet (``theme-NAME.css``)."""

    name: str
    words: str


THEMES = (Theme("voorbeeld", "Voorbeeld"), Theme("ma", "Mooi & Anders"))

DONE_WORDS = {
    "opgeslagen": "Opgeslagen.",
    "aangemaakt": "Het dossier is aangemaakt.",
    "ongewijzigd": "Er is niets veranderd.",
    "afgewogen": "De afweging is vastgelegd. De standaarduitkomst is niet veranderd.",
    "vastgelegd": "Het besluit is vastgelegd in het register.",
    "beoordeeld": "De cijfers zijn naast de normen gelegd. Het rapport komt in het register.",
    "toegewezen": "De behandelaar is vastgelegd.",
    "uitgelogd": "Deze persoon is uitgelogd, in elke browser.",
    "nietingelogd": "Deze persoon was al niet meer ingelogd.",
}
"""What a page says after a form was sent and the browser came back; sections add their own."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Templates that escape everything and refuse names that nobody gave."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["datum"] = lambda day: format_date(day, words=True)
    made.filters["datum_kort"] = format_date
    # A list of ids stands in one attribute, so no id may hold a space.
    made.filters["als_id"] = lambda name: str(name).replace(" ", "-")
    made.filters["als_keuze"] = lambda field: (field.id, field.label)
    made.filters["zelfde"] = lambda word: (word, word.capitalize())
    made.globals["address"] = address
    return made


def theme_of(request: Request) -> Theme:
    """The theme that this browser chose; the first one when it chose none."""
    chosen = request.cookies.get(THEME_COOKIE)
    return next((theme for theme in THEMES if theme.name == chosen), THEMES[0])


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of the workbench. ``template`` stands in ``templates/`` and extends ``frame.html.j2``; ``context`` is what it uses
    beside ``frame``. Text of users is escaped; nothing in a template may mark it as safe."""
    text = _environment().get_template(template).render(frame=_frame(request), **context)
    return HTMLResponse(text, status_code=status)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame around a page shows, and the token for its forms; templates know it as ``frame``."""

    assets: Assets
    path: str
    query: str
    theme: Theme
    actor: Actor | None
    signed_in: bool
    token: str
    done: str | None
    sections: tuple[Section, ...]
    themes: tuple[Theme, ...] = THEMES
    token_field: str = FIELD


def _frame(request: Request) -> Frame:
    return Frame(
        assets=request.app.state.assets,
        path=request.url.path,
        query=request.url.query,
        theme=theme_of(request),
        actor=actor_or_none(request),
        signed_in=is_signed_in(request),
        token=csrf_token(request),
        done=DONE_WORDS.get(request.query_params.get(DONE, "")),
        sections=sections_for(actor_or_none(request)),
    )


def back_to(url: str, **parameters: str) -> RedirectResponse:
    """Where the browser goes after a form: always a GET, so that sending again cannot happen by going back."""
    return RedirectResponse(address(url, **parameters), status_code=303)


def address(path: str, **parameters: Any) -> str:
    """An address with parameters; those that are None or empty are left out. A place on the page (``#``) stays at its end."""
    given = {name: str(value) for name, value in parameters.items() if value not in (None, "")}
    stem, sign, place = path.partition("#")
    return f"{stem}{'&' if '?' in stem else '?'}{urlencode(given)}{sign}{place}" if given else path
