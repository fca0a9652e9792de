"""Places in text."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.source import SourceFile, Sources, Span

texts = st.text(st.sampled_from("ab€\t\r\n\u2028\x0b"), max_size=40)


@given(texts)
def test_offset_and_position_are_each_others_inverse(text: str) -> None:
    file = SourceFile("a.regels", text)
    for offset in range(len(text) + 1):
        line, column = file.position(offset)
        inside_line_end = column - 1 > len(file.line(line))
        assert inside_line_end or file.offset(line, column) == offset


@given(texts)
def test_lines_are_split_at_line_ends_only(text: str) -> None:
    file = SourceFile("a.regels", text)
    lines = [file.line(number) for number in range(1, file.line_count + 1)]
    assert lines == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_position_counts_characters_from_one() -> None:
    file = SourceFile("a.regels", "€é\r\nx漢y")
    assert file.position(0) == (1, 1)
    assert file.position(5) == (2, 2)
    assert file.position(99) == (2, 4)
    assert SourceFile("leeg.regels", "").position(0) == (1, 1)


def test_offset_refuses_a_line_that_does_not_exist() -> None:
    file = SourceFile("a.regels", "een\ntwee")
    assert file.offset(1, 99) == 3
    for line, column in [(0, 1), (3, 1), (1, 0)]:
        with pytest.raises(ValueError, match=r"a\.regels"):
            file.offset(line, column)


def test_span_survives_pickling_and_joins() -> None:
    span = Span("a.regels", 3, 7)
    assert pickle.loads(pickle.dumps(span)) == span  # noqa: S301
    assert span.to(Span("a.regels", 1, 5)) == Span("a.regels", 1, 7)
    assert span.at_end() == Span("a.regels", 7, 7)


def test_sources_give_the_text_of_a_span() -> None:
    sources = Sources([SourceFile("a.regels", "de bijdrage")])
    sources.add(SourceFile("b.regels", "het tarief"))
    assert sources.text(Span("b.regels", 4, 10)) == "tarief"
    assert list(sources) == ["a.regels", "b.regels"]
