"""Proposals: changes of rule files, and new scenarios, on a branch of a git repository, each a commit with its author.

Nothing is checked out: a commit is made of the tree before it and the new text, and the branch moves from the commit that was read to
the new one, or not at all. Two people on one branch never lose each other's work.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from dsl.files import EXTENSION, MAX_BYTES, RuleFile
from dsl.source import SourceFile
from workbench.toegang.actor import Actor

MAIN = "hoofd"
"""The branch of a repository that was made here: the rules as they were shipped."""
_PROGRAM = "Toetssteen"
_PREFIX = "voorstel/"
_SECONDS = 30
_FILE = re.compile(r"[a-z0-9][a-z0-9-]{0,60}(/[a-z0-9][a-z0-9-]{0,60}){0,4}")
_BRANCH = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_PLAIN = re.compile(r"[^\w .,'()-]+")
_NO_COMMIT = "0" * 40


class NameRefusedError(ValueError):
    """The name of a file or proposal is none that is allowed, such as one that leads out of the folder."""


class NoRepositoryError(Exception):
    """There is no git, or the folder cannot be used; says why in Dutch."""


class ChangedError(Exception):
    """Somebody else changed the text since it was read; ``text`` is what it is now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of one sort: all below the folder ``inside`` of the repository, with one ending."""

    inside: str
    ending: str

    def path(self, name: str) -> str:
        """Raises NameRefusedError."""
        return f"{self.inside}/{checked_file(name)}{self.ending}"

    def name(self, path: str) -> str:
        return path.removeprefix(f"{self.inside}/").removesuffix(self.ending)


RULES = Kind("rules", EXTENSION)
SCENARIOS = Kind("scenarios", ".yaml")


@dataclass(frozen=True, slots=True)
class Commit:
    """``author`` is a name to show, ``author_id`` the id of an actor."""

    id: str
    author: str
    author_id: str
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A branch with what was done on it, the newest first; ``files`` and ``scenarios`` are the names of those that it changes."""

    name: str
    commits: tuple[Commit, ...]
    files: tuple[str, ...]
    scenarios: tuple[str, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(commit.author_id for commit in self.commits))


def checked_file(name: str) -> str:
    """The name of a file without its ending (``wmo/bijdrage``). Raises NameRefusedError."""
    if not _FILE.fullmatch(name):
        raise NameRefusedError(name)
    return name


def checked_proposal(name: str) -> str:
    """The name of a proposal, as it stands in an address. Raises NameRefusedError."""
    if not _BRANCH.fullmatch(name):
        raise NameRefusedError(name)
    return name


class Repository:
    """A git repository with rule files. Methods raise NoRepositoryError when git does not do as asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def opened(cls, folder: Path, shipped: Sequence[RuleFile]) -> Repository:
        """The repository in a folder; one that is not there is made, with the shipped rules as its first commit."""
        made = cls(folder)
        if not (folder / ".git").exists() and not (folder / "HEAD").exists():
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as wrong:
                raise NoRepositoryError(f"De map voor voorstellen kan niet gemaakt worden: {wrong.strerror}.") from None
            made._git("init", "--quiet", "--bare", "--initial-branch", MAIN)
            blobs = {RULES.path(file.name): made._blob(file.source.text) for file in shipped}
            tree = made._tree(None, blobs)
            first = made._commit(tree, (), "Regels zoals meegeleverd", _PROGRAM, _PROGRAM)
            made._git("update-ref", f"refs/heads/{MAIN}", first, _NO_COMMIT)
        else:
            made._bring_up_to_date(shipped)
        return made

    def _bring_up_to_date(self, shipped: Sequence[RuleFile]) -> None:
        """Where only this program wrote on the base: give it the rules as they are shipped now."""
        last = self._git("log", "-1", "--format=%an", "HEAD").strip()
        texts = {file.name: file.source.text for file in shipped}
        if last != _PROGRAM or self.files(self.base) == texts:
            return
        old = self.base
        tree = self._tree(None, {RULES.path(name): self._blob(text) for name, text in texts.items()})
        commit = self._commit(tree, (old,), "Regels zoals meegeleverd", _PROGRAM, _PROGRAM)
        self._git("update-ref", f"refs/heads/{MAIN}", commit, old)

    # --- reading

    @property
    def base(self) -> str:
        """The commit that proposals start from."""
        return self._git("rev-parse", "--verify", "HEAD^{commit}").strip()

    def proposals(self) -> list[Proposal]:
        """All proposals, the one that was changed last first."""
        names = self._git(
            "for-each-ref", "--sort=-committerdate", "--format=%(refname)", f"refs/heads/{_PREFIX}"
        ).split()
        return [self.proposal(name.removeprefix(f"refs/heads/{_PREFIX}")) for name in names]

    def proposal(self, name: str) -> Proposal:
        """Raises NameRefusedError, and KeyError when there is none of this name."""
        head = self.head(name)
        if head is None:
            raise KeyError(name)
        log = self._git("log", "--format=%H%x1f%an%x1f%ae%x1f%aI%x1f%s%x1e", f"{self.base}..{head}")
        commits = []
        for item in log.split("\x1e"):
            if item.strip():
                id, author, address, at, message = item.strip("\n").split("\x1f")
                commits.append(
                    Commit(id, author, unquote(address.rpartition("@")[0]), datetime.fromisoformat(at), message)
                )
        files, scenarios = (self._changed(head, kind) for kind in (RULES, SCENARIOS))
        return Proposal(name, tuple(commits), files, scenarios)

    def _changed(self, head: str, kind: Kind) -> tuple[str, ...]:
        paths = self._git("diff", "--name-only", "-z", f"{self.base}...{head}", "--", f"{kind.inside}/").split("\0")
        return tuple(kind.name(path) for path in paths if path.endswith(kind.ending))

    def head(self, name: str) -> str | None:
        """The newest commit of a proposal; None when there is none of this name."""
        ref = f"refs/heads/{_PREFIX}{checked_proposal(name)}"
        return self._git("for-each-ref", "--format=%(objectname)", ref).strip() or None

    def files(self, commit: str) -> dict[str, str]:
        """The texts of all rule files at a commit, by name."""
        rows = self._git("ls-tree", "-r", "-z", commit, "--", f"{RULES.inside}/").split("\0")
        found = {}
        for row in rows:
            about, _, path = row.partition("\t")
            if path.endswith(EXTENSION) and about.split()[1] == "blob":
                found[RULES.name(path)] = about.split()[2]
        texts = self._texts(list(found.values()))
        return {name: texts[blob] for name, blob in found.items()}

    def rule_files(self, commit: str) -> list[RuleFile]:
        """As :meth:`files`, with the paths that the rules of a folder have."""
        texts = self.files(commit)
        return [RuleFile(name, SourceFile(f"rules/{name}{EXTENSION}", text)) for name, text in sorted(texts.items())]

    def text(self, commit: str, name: str, kind: Kind = RULES) -> str | None:
        """One file at a commit; None where it is not there."""
        row = self._git("ls-tree", "-z", commit, "--", kind.path(name))
        return self._texts([row.split()[2]])[row.split()[2]] if row.strip() else None

    # --- writing

    def save(
        self,
        proposal: str,
        name: str,
        text: str,
        before: str | None,
        actor: Actor,
        message: str,
        kind: Kind = RULES,
    ) -> str:
        """A commit on a proposal (made when it is not there yet) that gives a file another text. ``before``: the text that was changed,
        None for a new file. Raises ChangedError when it is another one by now, and NameRefusedError."""
        ref = f"refs/heads/{_PREFIX}{checked_proposal(proposal)}"
        if len(text.encode("utf-8", "replace")) > MAX_BYTES:
            raise NameRefusedError(name)
        old = self.head(proposal)
        parent = old or self.base
        current = self.text(parent, name, kind)
        if (current or "") != (before or ""):
            raise ChangedError(current or "")
        tree = self._tree(parent, {kind.path(name): self._blob(text)})
        commit = self._commit(tree, (parent,), message.strip() or f"Wijziging in {name}", actor.name, actor.id)
        try:
            self._git("update-ref", ref, commit, old or _NO_COMMIT)
        except NoRepositoryError:
            # Only when the branch moved in between.
            now = self.head(proposal)
            if now == old:
                raise
            raise ChangedError(self.text(now or self.base, name, kind) or "") from None
        return commit

    # --- git

    def _blob(self, text: str) -> str:
        return self._git("hash-object", "-w", "--stdin", given=text).strip()

    def _tree(self, commit: str | None, blobs: Mapping[str, str]) -> str:
        """The tree of a commit (None: an empty one) with these files in it, by their paths."""
        place = self.folder / f"index-{os.getpid()}-{os.urandom(6).hex()}"
        index = {"GIT_INDEX_FILE": str(place)}
        try:
            if commit is not None:
                self._git("read-tree", commit, more=index)
            lines = "".join(f"100644 {blob}\t{path}\n" for path, blob in blobs.items())
            self._git("update-index", "--index-info", given=lines, more=index)
            return self._git("write-tree", more=index).strip()
        finally:
            place.unlink(missing_ok=True)

    def _commit(self, tree: str, parents: Iterable[str], message: str, name: str, id: str) -> str:
        who = " ".join(_PLAIN.sub(" ", name).split()) or "onbekend"
        address = f"{quote(id, safe='')}@toetssteen.invalid"
        more = {
            f"GIT_{part}_{what}": said
            for part in ("AUTHOR", "COMMITTER")
            for what, said in (("NAME", who), ("EMAIL", address))
        }
        arguments = [part for parent in parents for part in ("-p", parent)]
        return self._git("commit-tree", tree, *arguments, given=f"{message}\n", more=more).strip()

    def _texts(self, blobs: Sequence[str]) -> dict[str, str]:
        if not blobs:
            return {}
        told = self._bytes("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
        found, at = {}, 0
        for blob in blobs:
            end = told.index(b"\n", at)
            size = int(told[at:end].split()[2])
            found[blob] = told[end + 1 : end + 1 + size].decode("utf-8-sig", "replace")
            at = end + 1 + size + 1
        return found

    def _git(self, *arguments: str, given: str = "", more: Mapping[str, str] | None = None) -> str:
        return self._bytes(*arguments, given=given.encode("utf-8", "replace"), more=more).decode("utf-8", "replace")

    def _bytes(self, *arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        # Nothing of who runs the server counts: no settings, no hooks, no questions.
        settings = [
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            f"safe.directory={self.folder}",
            "-c",
            "core.fsmonitor=false",
        ]
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C.UTF-8",
            **(more or {}),
        }
        try:
            done = subprocess.run(
                ["git", "--literal-pathspecs", *settings, *arguments],
                cwd=self.folder,
                input=given,
                env=environment,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise NoRepositoryError("Bewaren op een tak vraagt het programma git. Dat is hier niet.") from None
        except (OSError, subprocess.TimeoutExpired):
            raise NoRepositoryError("Het bewaren van voorstellen lukt nu niet. Probeer het later weer.") from None
        if done.returncode:
            raise NoRepositoryError("De map met voorstellen is niet te gebruiken, of is vol.")
        return done.stdout
