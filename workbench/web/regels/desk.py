"""What the pages about rules ask: the files with the text that somebody is changing, proposals, and what a change does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request

from dsl.files import RuleFile
from dsl.parsing.corpus import Scanned, scan
from dsl.program import Program
from engine.paths import scenarios_dir
from workbench.editor.articles import Article
from workbench.editor.effect import Effects
from workbench.editor.repository import Repository
from workbench.editor.workspace import View, Workspace
from workbench.web.desk import desk_of

if TYPE_CHECKING:
    from engine.register import Register

_MOST_VIEWS = 8
_made = threading.Lock()


@dataclass(slots=True)
class RulesDesk:
    """Safe to use from several threads. ``rules`` are those in force, ``proposals`` the folder with the repository; without a
    ``register`` no version can be approved."""

    rules: Path
    scenarios: Path
    proposals: Path
    program: Program
    register: Register | None = None
    effects: Effects = field(init=False)
    articles: tuple[str, dict[str, dict[str, Article]]] | None = None
    _files: Workspace | None = None
    _scanned: Mapping[str, Scanned] | None = None
    _warmed: bool = False
    _repository: Repository | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _proposed: tuple[str, dict[str, str]] | None = None
    _views: dict[str, View] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.effects = Effects(self.rules, self.scenarios)

    @property
    def files(self) -> Mapping[str, RuleFile]:
        """The rule files in force, by name."""
        with self._lock:
            if self._files is None:
                self._files = Workspace.of_folder(self.rules)
            return self._files.files

    @property
    def scanned(self) -> Mapping[str, Scanned]:
        """The blocks of each file, which takes less than judging them."""
        if self._scanned is None:
            self._scanned = {name: scan(file.source) for name, file in sorted(self.files.items())}
        return self._scanned

    @property
    def workspace(self) -> Workspace:
        """The rules in force, judged as a whole the first time: that takes some seconds."""
        files = self.files
        assert self._files is not None and files is not None
        self._files.settled()
        return self._files

    def warm(self) -> None:
        """Judge the rules while somebody looks for a file."""
        if not self._warmed:
            self._warmed = True
            threading.Thread(target=lambda: self.workspace, daemon=True).start()

    @property
    def repository(self) -> Repository:
        """Raises NoRepositoryError."""
        files = list(self.files.values())
        with self._lock:
            if self._repository is None:
                self._repository = Repository.opened(self.proposals, files)
            return self._repository

    def proposed(self, proposal: str | None) -> dict[str, str]:
        """The texts of a proposal that are not those in force, by file. Raises KeyError, NameRefusedError, NoRepositoryError."""
        if not proposal:
            return {}
        head = self.repository.head(proposal)
        if head is None:
            raise KeyError(proposal)
        known = self._proposed
        if known is None or known[0] != head:
            files = self.files
            texts = self.repository.files(head)
            changed = {
                name: text for name, text in texts.items() if name not in files or files[name].source.text != text
            }
            known = self._proposed = head, changed
        return dict(known[1])

    def view(self, texts: Mapping[str, str]) -> View:
        """The rules with other texts. What was judged of them is kept, for a page asks more than one thing of the same text."""
        key = hashlib.sha256(
            "\x1f".join(f"{name}\x1e{text}" for name, text in sorted(texts.items())).encode()
        ).hexdigest()
        found = self._views.get(key)
        if found is None:
            found = self.workspace.view(texts)
            with self._lock:
                self._views[key] = found
                while len(self._views) > _MOST_VIEWS:
                    del self._views[next(iter(self._views))]
        return found

    def close(self) -> None:
        self.effects.close()


def rules_of(request: Request) -> RulesDesk:
    """The desk of this application; made at the first question, of what the workbench is set to."""
    state = request.app.state
    with _made:
        bench = desk_of(request).bench
        known: RulesDesk | None = getattr(state, "rules", None)
        folder = bench.rules_folder
        if known is None or known.rules != folder:
            # Another version came into force: everything is judged against that from now on.
            if known is not None:
                known.close()
            known = RulesDesk(folder, scenarios_dir(), bench.settings.proposals, bench.law.program, bench.register)
            state.rules = known
    return known


def fingerprint(text: str) -> str:
    """What tells whether a text is the one that somebody began with."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def plain_lines(text: str) -> str:
    """A text as a form or script sends it, with the line ends of a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
