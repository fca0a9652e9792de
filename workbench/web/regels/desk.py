"""What the pages about rules ask: the files with the text that somebody is changing, proposals, and what a change does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from starlette.requests import Request

from dsl.files import RuleFile
from dsl.parsing.corpus import Scanned, scan
from dsl.program import Program
from engine.paths import scenarios_dir
from workbench.editor.apart import Apart
from workbench.editor.articles import Article
from workbench.editor.effects import Effects
from workbench.editor.repository import Repository
from workbench.editor.workspace import Workspace
from workbench.service.workbench import Workbench
from workbench.web.desk import desk_of

if TYPE_CHECKING:
    from engine.register import Register

_making = threading.Lock()


@dataclass(slots=True)
class RulesDesk:
    """Safe to use from several threads. ``rules`` are those in force, ``proposals`` the folder with the repository; without a
    ``register`` no version can be approved. ``judging`` judges texts, within ``seconds``."""

    rules: Path
    scenarios: Path
    proposals: Path
    program: Program
    register: Register | None = None
    seconds: float = 20.0
    effects: Effects = field(init=False)
    judging: Apart = field(init=False)
    articles: tuple[str, dict[str, dict[str, Article]]] | None = None
    _files: Workspace | None = None
    _scanned: Mapping[str, Scanned] | None = None
    _repository: Repository | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _proposed: tuple[str, dict[str, str]] | None = None

    def __post_init__(self) -> None:
        self.effects = Effects(self.rules, self.scenarios)
        self.judging = Apart(self.rules, self.scenarios, self.seconds)

    @property
    def files(self) -> Mapping[str, RuleFile]:
        """The rule files in force, by name."""
        return self._read().files

    @property
    def scanned(self) -> Mapping[str, Scanned]:
        """The blocks of each file, which takes less than judging them."""
        if self._scanned is None:
            self._scanned = {name: scan(file.source) for name, file in sorted(self.files.items())}
        return self._scanned

    def with_texts(self, texts: Mapping[str, str]) -> list[RuleFile]:
        """All rule files with other texts for some, with the paths that the rules in force have."""
        return self._read().files_with(texts)

    def _read(self) -> Workspace:
        with self._lock:
            if self._files is None:
                self._files = Workspace.of_folder(self.rules)
            return self._files

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

    def close(self) -> None:
        self.effects.close()
        self.judging.close()


_made: WeakKeyDictionary[Workbench, RulesDesk] = WeakKeyDictionary()


def rules_of(request: Request) -> RulesDesk:
    return rules_for(desk_of(request).bench)


def rules_for(bench: Workbench) -> RulesDesk:
    """The one desk of a workbench; made at the first question, of what the workbench is set to."""
    with _making:
        known, folder = _made.get(bench), bench.rules_folder
        if known is None or known.rules != folder:
            # Another version came into force: everything is judged against that from now on.
            if known is not None:
                known.close()
            settings = bench.settings
            known = _made[bench] = RulesDesk(
                folder, scenarios_dir(), settings.proposals, bench.law.program, bench.register, settings.seconds
            )
    return known


def fingerprint(text: str) -> str:
    """What tells whether a text is the one that somebody began with."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def plain_lines(text: str) -> str:
    """A text as a form or script sends it, with the line ends of a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
