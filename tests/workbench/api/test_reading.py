"""Reading a dossier as data says the same as reading its text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dossier import canonical_facts
from engine.paths import scenarios_dir
from engine.safe_yaml import load_yaml
from tests.workbench.api.conftest import dossier
from workbench.service.asked import text_of
from workbench.service.law import Law
from workbench.service.pointers import nodes, plain

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.mark.parametrize("name", sorted(one.stem for one in (scenarios_dir() / "dossiers").glob("*.yaml")))
def test_the_case_is_the_same(law: Law, name: str) -> None:
    text = text_of(dossier(name))
    fast, slow = nodes(plain(load_yaml(text).root)), text  # type: ignore[arg-type]
    assert fast is not None
    (one, first), (other, second) = law.loader.open(fast, "dossier"), law.loader.open(slow, "dossier")
    assert [(item.code, item.cause) for item in first] == [(item.code, item.cause) for item in second]
    assert one is not None and other is not None
    assert (one.rekendatum, one.verzonden_op, one.claimed) == (other.rekendatum, other.verzonden_op, other.claimed)
    for mine, theirs in zip(one.top, other.top, strict=True):
        assert canonical_facts(one.case(mine)) == canonical_facts(other.case(theirs))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_the_nodes_are_those_of_the_text(content: dict[str, Any]) -> None:
    found = nodes(content)
    if found is not None:
        read = load_yaml(text_of(content))
        assert read.findings == ()
        assert read.root is not None
        assert _shape(found) == _shape(read.root)


def _shape(node: Any) -> object:
    if hasattr(node, "entries"):
        return sorted((key.text, _shape(value)) for key, value in node.entries)
    if hasattr(node, "items"):
        return [_shape(item) for item in node.items]
    return repr((node.text, node.quoted))
