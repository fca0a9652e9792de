"""What the script of the editor asks while somebody types: findings and colours, what fits, what words mean, what scenarios say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from dsl.files import MAX_BYTES
from workbench.editor import typed
from workbench.editor.effect import Effect
from workbench.editor.judged import tidied
from workbench.editor.repository import NameRefusedError, NoRepositoryError, checked_file
from workbench.editor.typed import Typed, Wide
from workbench.web.regels.desk import RulesDesk, plain_lines, rules_of

router = APIRouter(prefix="/regels/hulp")


class Asking(BaseModel):
    """A text with where the cursor is in it; ``voorstel``: that it is a part of. ``alles``: wait until all scenarios have run."""

    model_config = ConfigDict(extra="forbid")

    naam: str = Field(max_length=400)
    tekst: str = Field(max_length=MAX_BYTES)
    voorstel: str | None = Field(None, max_length=80)
    plaats: int = Field(0, ge=0)
    dag: date | None = None
    alles: bool = False


class Opened:
    """The text that a question is about, with the others of its proposal."""

    def __init__(self, request: Request, asking: Asking) -> None:
        self.asking = asking
        self.desk: RulesDesk = rules_of(request)
        text = plain_lines(asking.tekst)
        try:
            name = checked_file(asking.naam)
            self.typed = Typed({**self.desk.proposed(asking.voorstel), name: text}, name, asking.plaats)
        except (NameRefusedError, KeyError):
            raise HTTPException(404, "Dit bestand of voorstel is er niet.") from None
        except NoRepositoryError as wrong:
            raise HTTPException(503, str(wrong)) from None


Asked = Annotated[Opened, Depends()]


@router.post("/lees")
def read(asked: Asked) -> dict[str, Any]:
    return asked.desk.judging.ask(typed.read, asked.typed)


@router.post("/aanvullen")
def fitting(asked: Asked) -> list[dict[str, Any]]:
    return asked.desk.judging.ask(typed.fitting, asked.typed)


@router.post("/uitleg")
def explained(asked: Asked) -> list[dict[str, Any]]:
    return asked.desk.judging.ask(typed.explained, asked.typed, asked.asking.dag or date.today())


@router.post("/ga-naar")
def declared(asked: Asked) -> list[dict[str, Any]]:
    return asked.desk.judging.ask(typed.declared, asked.typed)


@router.post("/waar-genoemd")
def named(asked: Asked) -> list[dict[str, Any]]:
    return asked.desk.judging.ask(typed.named, asked.typed)


@router.post("/opmaak")
def laid_out(asked: Asked) -> dict[str, str | None]:
    """The text in the one layout; nothing while it cannot be read whole."""
    return {"tekst": asked.desk.judging.ask(tidied, asked.typed.texts, asked.typed.name)}


@router.post("/scenarios")
def scenarios(asked: Asked) -> dict[str, Any]:
    """What the scenarios of the rule at the cursor say now; ``bezig`` while those of another question still run."""
    rule, texts, name = asked.desk.judging.ask(typed.rule_at, asked.typed), asked.typed.texts, asked.typed.name
    found = asked.desk.effects.run(texts, name, rule, patient=asked.asking.alles)
    return {"bezig": True} if found is None else {"bezig": False, "regel": rule, **_told(texts[name], found)}


def _told(text: str, found: Effect) -> dict[str, Any]:
    out = Wide(text).out
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
            {"naam": it.words, "rij": it.row, "van": out(it.start), "aantal": it.count} for it in found.covered
        ],
    }
