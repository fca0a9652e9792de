"""Whatever is written in whatever order: the register says what was written, and is whole."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from engine.register import Register
from engine.register.entries import StoredDossier
from engine.register.trouble import Conflict, Erased, NotErasable
from tests.engine.register.made import ANNA, BERT, BSN, KEYS, OTHER_BSN

ACTORS = st.sampled_from([ANNA, BERT])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
CONTENTS = st.dictionaries(
    st.text(max_size=5).filter(lambda key: key.strip().casefold() not in ("id", "zie")), PLAIN, max_size=3
)
NUMBERS = st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from([BSN, OTHER_BSN]), max_size=2)


class AnyOrder(RuleBasedStateMachine):
    """A register beside a plain model of it."""

    dossiers: Bundle[str] = Bundle("dossiers")
    holds: Bundle[tuple[str, str]] = Bundle("holds")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.address = f"sqlite:///{Path(self.folder.name) / 'register.db'}"
        self.register = Register.open(self.address, KEYS)
        self.versions: dict[str, list[StoredDossier]] = {}
        self.told: dict[str, tuple[str, Any]] = {}
        self.held: dict[str, set[str]] = {}
        self.gone: set[str] = set()
        self.heads = [self.register.head()]

    @rule(target=dossiers, content=CONTENTS, numbers=NUMBERS, actor=ACTORS)
    def add(self, content: dict[str, Any], numbers: dict[str, str], actor: Any) -> str:
        made = self.register.add_dossier(content, actor, bsn=numbers)
        assert (made.content, made.bsn, made.by) == (content, numbers, actor.id)
        self.versions[made.id] = [made]
        self.held[made.id] = set()
        return made.id

    @rule(about=dossiers, content=CONTENTS, actor=ACTORS, stale=st.booleans())
    def change(self, about: str, content: dict[str, Any], actor: Any, stale: bool) -> None:
        versions = self.versions[about]
        expected = versions[0 if stale else -1].etag
        try:
            made = self.register.change_dossier(about, content, actor, expected=expected)
        except Erased:
            assert about in self.gone
        except Conflict as refused:
            assert stale
            assert refused.current == versions[-1].etag
        else:
            assert (made.version, made.bsn) == (len(versions) + 1, versions[-1].bsn)
            versions.append(made)

    @rule(about=dossiers, payload=CONTENTS, actor=ACTORS, kind=st.sampled_from(["signalen", "afweging", "simulatie"]))
    def record(self, about: str, payload: dict[str, Any], actor: Any, kind: str) -> None:
        try:
            made = self.register.record(kind, about, payload, actor)
        except Erased:
            assert about in self.gone
            assert kind != "simulatie"
        else:
            self.told[made.id] = (about if kind != "simulatie" else "", payload)

    @rule(target=holds, about=dossiers)
    def hold(self, about: str) -> Any:
        try:
            made = self.register.hold(about, "bezwaar", ANNA)
        except Erased:
            assert about in self.gone
            return multiple()
        self.held[about].add(made.id)
        return about, made.id

    @rule(held=consumes(holds))
    def release(self, held: tuple[str, str]) -> None:
        self.register.release(held[1], BERT)
        self.held[held[0]].discard(held[1])

    @rule(about=dossiers)
    def erase(self, about: str) -> None:
        try:
            self.register.erase(about, "ten onrechte vastgelegd", BERT)
        except Erased:
            assert about in self.gone
        except NotErasable:
            assert self.held[about]
        else:
            assert not self.held[about]
            self.gone.add(about)

    @rule()
    def open_again(self) -> None:
        self.heads.append(self.register.head())
        self.register.close()
        self.register = Register.open(self.address, KEYS)

    @invariant()
    def is_whole(self) -> None:
        found = self.register.verify(self.heads)
        assert found.ok, found
        alive = [versions[-1] for id_, versions in self.versions.items() if id_ not in self.gone]
        assert self.register.dossiers(limit=500) == alive
        for number in (BSN, OTHER_BSN):
            known = {one.id for id_ in alive for one in self.versions[id_.id] if number in one.bsn.values()}
            assert set(self.register.find(number)) == known
        for id_, (about, payload) in self.told.items():
            read = self.register.entry(id_)
            assert (read.payload, read.erased) == ((None, True) if about in self.gone else (payload, False))

    def teardown(self) -> None:
        self.register.close()
        self.folder.cleanup()


AnyOrder.TestCase.settings = settings(max_examples=8, stateful_step_count=12, suppress_health_check=list(HealthCheck))
TestAnyOrder = pytest.mark.timeout(300)(AnyOrder.TestCase)
