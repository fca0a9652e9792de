"""The styles and scripts that ``make assets`` built: what a template calls them, and serving them under names that change with
their content, so that a browser may keep them for ever."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from workbench.web.build import STATIC

PREFIX = "/statisch"
MISSING = (
    "De opmaak van deze pagina's is nog niet gebouwd. Alles werkt, maar ziet er kaal uit. Bouw haar met 'make assets'."
)


@dataclass(frozen=True, slots=True)
class Assets:
    """``files``: from the name that a template uses to the file that is served; empty when nothing was built."""

    folder: Path
    files: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> str | None:
        """What to tell whoever sees a page without its style; None when all is there."""
        return None if self.files else MISSING

    def url(self, name: str) -> str | None:
        """Where a style or script is served; None when it was not built."""
        file = self.files.get(name)
        return None if file is None else f"{PREFIX}/{file}"


def load_assets(folder: Path = STATIC) -> Assets:
    """What is built in a folder. A folder that is not there, or half built, gives none."""
    try:
        read = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Assets(folder)
    files = {str(name): str(file) for name, file in read.items()} if isinstance(read, dict) else {}
    return Assets(folder, {name: file for name, file in files.items() if (folder / file).is_file()})


class KeptFiles(StaticFiles):
    """Files with a hash in their name: they never change."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
