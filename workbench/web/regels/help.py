"""What the script of the editor asks while somebody types: findings and colours, what fits, what words mean, what scenarios say.

Places are counted in the units of a script (UTF-16), from zero.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from dsl.diagnostics import Diagnostic
from dsl.files import MAX_BYTES
from workbench.editor.completion import complete
from workbench.editor.effect import Effect
from workbench.editor.highlight import painted
from workbench.editor.hover import hover
from workbench.editor.meaning import definitions_of, found_at
from workbench.editor.outline import formatted
from workbench.editor.places import spot
from workbench.editor.references import references_of
from workbench.editor.repository import NameRefusedError, NoRepositoryError, checked_file
from workbench.editor.workspace import View
from workbench.web.regels.desk import RulesDesk, plain_lines, rules_of
from workbench.web.regels.words import place_of

router = APIRouter(prefix="/regels/hulp")


class Typed(BaseModel):
    """A text with where the cursor is in it; ``voorstel``: that it is a part of. ``alles``: wait until all scenarios have run."""

    model_config = ConfigDict(extra="forbid")

    naam: str = Field(max_length=400)
    tekst: str = Field(max_length=MAX_BYTES)
    voorstel: str | None = Field(None, max_length=80)
    plaats: int = Field(0, ge=0)
    dag: date | None = None
    alles: bool = False


class Wide:
    """Places of a script in a text: they count a sign outside the first 65.536 twice."""

    def __init__(self, text: str) -> None:
        self._wide = [at for at, letter in enumerate(text) if letter > "\uffff"]

    def out(self, offset: int) -> int:
        return offset + sum(at < offset for at in self._wide) if self._wide else offset

    def into(self, unit: int) -> int:
        offset = unit
        for number, at in enumerate(self._wide):
            if at + number < unit:
                offset = max(at + 1, unit - number - 1)
        return offset


class Opened:
    """The view that a question is about."""

    def __init__(self, request: Request, typed: Typed) -> None:
        self.typed = typed
        self.desk: RulesDesk = rules_of(request)
        self.text = plain_lines(typed.tekst)
        try:
            self.name = checked_file(typed.naam)
            self.texts = {**self.desk.proposed(typed.voorstel), self.name: self.text}
        except (NameRefusedError, KeyError):
            raise HTTPException(404, "Dit bestand of voorstel is er niet.") from None
        except NoRepositoryError as wrong:
            raise HTTPException(503, str(wrong)) from None
        self.view: View = self.desk.view(self.texts)
        self.wide = Wide(self.text)
        self.at = min(self.wide.into(typed.plaats), len(self.text))

    def finding(self, found: Diagnostic) -> dict[str, Any]:
        place = place_of(self.view, found.span)
        return {
            "van": self.wide.out(found.span.start),
            "tot": self.wide.out(found.span.end),
            "ernst": found.severity.value,
            "code": found.code,
            "oorzaak": found.cause,
            "oplossing": found.remedy,
            "plaats": place,
        }


Asked = Annotated[Opened, Depends()]


@router.post("/lees")
def read(asked: Asked) -> dict[str, Any]:
    """What is wrong with the text and with what reads it, and the colours of its words."""
    judged = asked.view.judged(asked.name)
    out = asked.wide.out
    return {
        "bevindingen": [asked.finding(it) for it in judged.findings],
        "elders": [{**asked.finding(it), "van": 0, "tot": 0} for it in judged.elsewhere[:50]],
        "kleuren": [[out(it.start), out(it.end), it.kind] for it in painted(asked.view, asked.name)],
    }


@router.post("/aanvullen")
def fitting(asked: Asked) -> list[dict[str, Any]]:
    """What fits at the cursor."""
    return [
        {
            "tekst": it.label,
            "invoegen": it.insert,
            "van": asked.wide.out(it.start),
            "soort": it.kind,
            "toelichting": it.detail,
        }
        for it in complete(asked.view, asked.name, asked.at)
    ]


@router.post("/uitleg")
def explained(asked: Asked) -> list[dict[str, Any]]:
    """What the words at a place stand for."""
    return [
        {
            "van": asked.wide.out(it.span.start),
            "tot": asked.wide.out(it.span.end),
            "soort": it.kind,
            "titel": it.title,
            "regels": [{"naam": row.label, "tekst": row.text, "url": row.url} for row in it.rows],
        }
        for it in hover(asked.view, asked.name, asked.at, asked.typed.dag or date.today())
    ]


@router.post("/ga-naar")
def declared(asked: Asked) -> list[dict[str, Any]]:
    """Where the words at a place are declared."""
    found = found_at(asked.view, asked.name, asked.at)
    spans = [] if found is None else [it for target in found.targets for it in definitions_of(asked.view, target)]
    return _places(asked, spans)


@router.post("/waar-genoemd")
def named(asked: Asked) -> list[dict[str, Any]]:
    """Every place that names what stands here."""
    found = found_at(asked.view, asked.name, asked.at)
    return _places(asked, [] if found is None else references_of(asked.view, asked.name, found))


def _places(asked: Opened, spans: list[Any]) -> list[dict[str, Any]]:
    result = []
    for span in spans:
        name = asked.view.name_of(span.file)
        if name is not None:
            source = asked.view.source(name)
            line, _ = source.position(span.start)
            result.append(
                {
                    "bestand": name,
                    "regel": line,
                    "tekst": source.line(line).strip(),
                    "van": asked.wide.out(span.start) if name == asked.name else None,
                }
            )
    return result


@router.post("/opmaak")
def laid_out(asked: Asked) -> dict[str, str | None]:
    """The text in the one layout; nothing while it cannot be read whole."""
    return {"tekst": formatted(asked.view, asked.name)}


@router.post("/scenarios")
def scenarios(asked: Asked) -> dict[str, Any]:
    """What the scenarios of the rule at the cursor say now; ``bezig`` while those of another question still run."""
    block = spot(asked.view, asked.name, asked.at).block
    is_rule = block is not None and block.word in ("Regel", "Beslistabel") and not block.deed
    rule = " ".join(asked.text[block.body : block.end].split()) if block is not None and is_rule else None
    found = asked.desk.effects.run(asked.texts, asked.name, rule, patient=asked.typed.alles)
    return {"bezig": True} if found is None else {"bezig": False, "regel": rule, **_told(asked, found)}


def _told(asked: Opened, found: Effect) -> dict[str, Any]:
    return {
        "kapot": found.broken,
        "gedraaid": found.ran,
        "alle": found.all_scenarios,
        "mislukt": found.failures,
        "fouten": [
            {
                "id": it.id,
                "naam": f"{it.name} (met de variant '{it.variant}')" if it.variant else it.name,
                "plaats": f"{it.path}, regel {it.line}",
                "verschillen": [{"wat": what, "verwacht": wanted, "nu": now} for what, wanted, now in it.differences],
            }
            for it in found.failed[:10]
        ],
        "dekking": [
            {"naam": it.words, "rij": it.row, "van": asked.wide.out(it.start), "aantal": it.count}
            for it in found.covered
        ],
    }
