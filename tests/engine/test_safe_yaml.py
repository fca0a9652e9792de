import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.safe_yaml import MAX_DEPTH, MAX_FINDINGS, Loaded, Mapping, Node, Scalar, Sequence, load_yaml

ENGLISH = ("expected", "found", "while", "token", "scanning", "parsing")


def plain(node: Node | None) -> object:
    """The tree as lists, dicts and texts."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
    return None


def kinds(loaded: Loaded) -> list[tuple[str, int, int]]:
    return [(finding.kind, finding.line, finding.column) for finding in loaded.findings]


def check(loaded: Loaded) -> None:
    """What holds for every answer."""
    assert (loaded.root is None) == bool(loaded.findings)
    assert len(loaded.findings) <= MAX_FINDINGS
    for finding in loaded.findings:
        assert finding.line >= 1 and finding.column >= 1 and finding.length >= 0
        assert 0 <= finding.start <= len(loaded.text)
        assert finding.cause.endswith(".") and finding.remedy.endswith(".")
        assert not any(word in (finding.cause + finding.remedy).split() for word in ENGLISH)


def test_every_scalar_stays_the_text_that_was_written() -> None:
    text = "a: nee\nb: 1.10\nc: 2024-01-01\nd: 0x10\ne: ~\nf:\ng: 'ja'\nh: € 1.234,56\ni: |\n  twee\n  regels\n"
    root = load_yaml(text).root
    assert plain(root) == {
        "a": "nee",
        "b": "1.10",
        "c": "2024-01-01",
        "d": "0x10",
        "e": "~",
        "f": "",
        "g": "ja",
        "h": "€ 1.234,56",
        "i": "twee\nregels\n",
    }
    assert isinstance(root, Mapping)
    assert [key.text for key, value in root.entries if isinstance(value, Scalar) and value.quoted] == ["g", "i"]
    assert root.get("z") is None and plain(root.get("a")) == "nee"


def test_nodes_know_their_place() -> None:
    text = '\ufeff# kop\r\npersonen:\r\n  - naam: "Zoë 😀"\r\n    leeftijd: 40\r\n'
    for source in (text, text.encode()):
        loaded = load_yaml(source)
        assert isinstance(loaded.root, Mapping)
        persons = loaded.root.get("personen")
        assert isinstance(persons, Sequence) and (persons.line, persons.column) == (3, 3)
        person = persons.items[0]
        assert isinstance(person, Mapping)
        (name_key, name), (age_key, age) = person.entries
        assert (name_key.line, name_key.column) == (3, 5)
        assert (name.line, name.column) == (3, 11)
        assert (age_key.line, age_key.column, age.line, age.column) == (4, 5, 4, 15)
        assert loaded.text[name.start : name.end] == '"Zoë 😀"'
        assert loaded.text[age.start : age.end] == "40"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("anchor", 2, 4)]),
        ("a: !!python/object:os.system x\n", [("tag", 1, 4)]),
        ("a: ! b\n", [("tag", 1, 4)]),
        ("- !t {a: 1}\n", [("tag", 1, 3)]),
        ("a: 1\nb: 2\n'a': 3\n", [("duplicate_key", 3, 1)]),
        ("x:\n  a: 1\n  a: 2\ny: {b: 1, b: 2}\n", [("duplicate_key", 3, 3), ("duplicate_key", 4, 11)]),
        ("? [a]\n: b\n", [("key_not_text", 1, 3)]),
        ("{a: b}: c\n", [("key_not_text", 1, 1)]),
        ("? \n: b\n", [("key_not_text", 1, 2)]),
        ("a: 1\n---\nb: 2\n", [("several_documents", 2, 1)]),
        ("", [("empty", 1, 1)]),
        ("\n# niets\n", [("empty", 1, 1)]),
        ("---\n", [("empty", 1, 1)]),
        ("a:\n\tb: 1\n\tc: 2\n", [("tab", 2, 1), ("tab", 3, 1)]),
        ("a: \x07", [("character", 1, 4)]),
        ("a: b\u2028c", [("character", 1, 5)]),
        ("a: \ud800", [("character", 1, 4)]),
        ("a: b\ufeffc", [("character", 1, 5)]),
        ('a: "\\ud83d"', [("character", 1, 4)]),
        ("a: b: c\n", [("syntax", 1, 5)]),
        ("a:\n  b: 1\n c: 2\n", [("syntax", 3, 2)]),
        ("a: 'x\nb: 1\n", [("syntax", 1, 4)]),
        ("a: [1,\n", [("syntax", 1, 4)]),
        ("a: @x\n", [("syntax", 1, 4)]),
        ('a: "\\U99999999"\n', [("syntax", 1, 7)]),
        # One run shows all: the anchor, the tag and the key that occurs twice.
        ("a: &x 1\na: !t 2\n", [("anchor", 1, 4), ("duplicate_key", 2, 1), ("tag", 2, 4)]),
    ],
)
def test_what_could_surprise_is_refused_with_its_place(text: str, found: list[tuple[str, int, int]]) -> None:
    loaded = load_yaml(text)
    check(loaded)
    assert kinds(loaded) == found


def test_findings_say_in_dutch_what_to_do() -> None:
    (finding,) = load_yaml("leeftijd: 40\nnaam: x\nleeftijd: 41\n").findings
    assert finding.cause == 'De sleutel "leeftijd" staat hier dubbel: hij staat ook op regel 1.'
    assert finding.remedy == "Laat er een staan."
    assert (finding.start, finding.length) == (21, 8)


def test_files_that_are_no_text() -> None:
    assert kinds(load_yaml("a: é\nb: é\n".encode("latin-1"))) == [("not_utf8", 1, 4)]
    assert kinds(load_yaml("a: é\nb: ".encode() + b"\xff")) == [("not_utf8", 2, 4)]
    assert load_yaml("a: b".encode("utf-16")).findings[0].kind == "not_utf8"


def test_the_size_limit_is_the_callers() -> None:
    text = "a: " + "é" * 100
    assert load_yaml(text, max_bytes=203).root is not None
    (finding,) = load_yaml(text, max_bytes=202).findings
    assert finding.kind == "too_large"
    assert finding.cause == "Het bestand is 203 bytes groot. Het mag ten hoogste 202 bytes zijn."
    assert load_yaml(b" " * 5_000_001).findings[0].kind == "too_large"


def test_too_many_parts_are_refused_before_they_fill_memory() -> None:
    loaded = load_yaml("[" + "a," * 600_000 + "]")
    assert [finding.kind for finding in loaded.findings] == ["too_large"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a: [", '{"a":['])
def test_deep_nesting_is_cut_off(opening: str) -> None:
    started = time.monotonic()
    loaded = load_yaml(opening * 100_000)
    check(loaded)
    assert [finding.kind for finding in loaded.findings] in (["too_deep"], ["syntax"])
    assert time.monotonic() - started < 5


def test_the_depth_limit_is_exact() -> None:
    assert load_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH).root is not None
    loaded = load_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert kinds(loaded) == [("too_deep", 1, MAX_DEPTH + 1)]


def test_findings_stay_few_enough_to_read() -> None:
    for text in ("a: 1\n" * 10_000, "\ta\n" * 10_000, "- &a b\n" * 10_000):
        assert len(load_yaml(text).findings) == MAX_FINDINGS


def test_a_yaml_bomb_does_not_go_off() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    loaded = load_yaml("\n".join(lines))
    check(loaded)
    assert {finding.kind for finding in loaded.findings} == {"anchor"}


json_texts = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029\ufffe\uffff"), max_size=20
)
json_values = st.recursive(
    json_texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(json_texts.filter(bool), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(json_values) | st.dictionaries(json_texts.filter(bool), json_values), st.sampled_from([None, 2, "\t"]))
def test_json_loads_with_escapes_for_everything_beyond_ascii(value: object, indent: int | str | None) -> None:
    loaded = load_yaml(json.dumps(value, indent=indent))
    assert loaded.findings == ()
    assert plain(loaded.root) == value


def test_json_with_tabs_keeps_its_places_and_its_texts() -> None:
    loaded = load_yaml('{\n\t"a":\t1,\n\t"b\\t": [true, null, "c\\td"]\n}')
    assert plain(loaded.root) == {"a": "1", "b\t": ["true", "null", "c\td"]}
    assert isinstance(loaded.root, Mapping)
    assert [(key.line, key.column) for key, _ in loaded.root.entries] == [(2, 2), (3, 2)]


@given(json_values)
def test_what_yaml_writes_comes_back(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    loaded = load_yaml(text)
    if loaded.root is not None:
        assert plain(loaded.root) == value
    else:
        assert {finding.kind for finding in loaded.findings} <= {"tab", "character", "empty"}


SAMPLES = (
    "regeling: Eigen bijdrage Wmo\nrekendatum: 01-01-2024\nfeiten:\n  - cliënt: &a {naam: 'x', leeftijd: 40}\n",
    '{"a": ["b", {"c": "\\u00e9\\ud83d\\ude00"}], "d": null}',
    "a: |\n  tekst\n  tekst\nb: >-\n  meer\n? c\n: - d\n  - !t e\n--- # twee\n'f': \"g\\n\"\n%YAML 1.2\n",
)
pieces = st.sampled_from(
    list("-?:,[]{}#&*!|>'\"%@` \n\t\\\r\x00é😀\ufeff0x") + ["\n  ", ": ", "- ", "---\n", "\\U", "\\ud8"]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 5)))
        text = text[:start] + draw(pieces | st.just(text[start:end] * 2)) + text[end:]
    return text


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_mutated_text_gives_a_tree_or_findings_with_either_parser(text: str) -> None:
    check(load_yaml(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        check(load_yaml(text))


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary())
def test_any_text_or_bytes_gives_a_tree_or_findings(source: str | bytes) -> None:
    check(load_yaml(source))


@pytest.mark.parametrize("text", SAMPLES)
def test_without_the_c_library_the_tree_is_the_same(text: str) -> None:
    readable = text.split("---")[0].replace("&a ", "").replace("!t ", "")
    fast = load_yaml(readable)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        assert load_yaml(readable) == fast
    assert fast.root is not None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("{a: € 20,60}", ["€ 20,60"]),
        ("{a: € 1.020,60 per maand, b: 4,5%, c: x}", ["€ 1.020,60 per maand", "4,5%", "x"]),
        ("{a: 20, 60: x}", ["20", "x"]),
        ("{a: 20,60: x}", ["20", "x"]),
        ("{a: 20, b}", ["20", ""]),
        ("{a: '20',60}", ["20", ""]),
        ('{"a":20,"60":""}', ["20", ""]),
    ],
)
def test_a_decimal_comma_between_braces_does_not_end_the_value(text: str, values: list[str]) -> None:
    root = load_yaml(text).root
    assert isinstance(root, Mapping)
    assert [value.text for _, value in root.entries if isinstance(value, Scalar)] == values
