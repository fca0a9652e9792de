"""The registry of codes and its pages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from dsl.codes import REGISTRY, Code, lookup
from dsl.codes.__main__ import main
from dsl.codes.pages import GROUPS, index, page, write_pages

every_code = pytest.mark.parametrize("entry", REGISTRY.values(), ids=list(REGISTRY))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@every_code
def test_every_text_is_there(entry: Code) -> None:
    assert re.fullmatch(r"TS\d{3}", entry.code)
    assert entry.code[2] in GROUPS
    for text in (entry.title, entry.cause, entry.remedy, entry.explanation, entry.wrong, entry.right):
        assert text.strip() == text
        assert text
    assert not entry.title.endswith(".")
    assert len(entry.explanation) > 50
    assert entry.language in {"regels", "yaml", "console"}


@every_code
def test_templates_have_plain_fields_only(entry: Code) -> None:
    names = fields(entry.cause) | fields(entry.remedy)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    assert not names & {"code", "span", "remedy", "related"}
    values = {name: f"<{name}>" for name in names}
    for template in (entry.cause, entry.remedy):
        filled = template.format_map(values)
        assert all(f"<{name}>" in filled for name in fields(template))


@every_code
def test_the_cause_is_a_sentence_and_the_remedy_too(entry: Code) -> None:
    for text in (entry.cause, entry.remedy):
        assert text[0].isupper() or text[0] in "'{"
        assert text[-1] in ".?}"


def test_a_code_is_in_the_module_of_its_group() -> None:
    from dsl.codes import _MODULES

    for module in _MODULES:
        group = module.__name__.removeprefix("dsl.codes.ts")[0]
        assert {entry.code[2] for entry in module.CODES} == {group}


def test_titles_tell_codes_apart() -> None:
    by_group = [(entry.code[2], entry.title) for entry in REGISTRY.values()]
    assert len(by_group) == len(set(by_group))


def test_lookup_names_the_unknown_code() -> None:
    assert lookup("TS201").title == "Onbekende naam"
    with pytest.raises(KeyError, match="TS999"):
        lookup("TS999")


def test_every_page_is_written_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / "TS999.md").write_text("oud", encoding="utf-8")
    (tmp_path / "anders.md").write_text("blijft", encoding="utf-8")
    write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {f"{code}.md" for code in REGISTRY} | {"index.md", "anders.md"}
    text = (tmp_path / "TS104.md").read_text(encoding="utf-8")
    assert text.startswith("# TS104: 'en' en 'of' door elkaar\n")
    assert REGISTRY["TS104"].wrong in text
    assert REGISTRY["TS104"].right in text


@every_code
def test_a_page_has_no_template_left(entry: Code) -> None:
    text = page(entry)
    prose = text.partition("## Uitleg")[0]
    assert "{" not in prose
    assert text.count("```") == 4


def test_the_index_links_to_every_page() -> None:
    text = index(REGISTRY.values())
    assert re.findall(r"\]\((TS\d{3})\.md\)", text) == list(REGISTRY)


def test_the_command_wants_one_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "gebruik" in capsys.readouterr().err
    assert main([str(tmp_path / "a" / "b")]) == 0
    assert (tmp_path / "a" / "b" / "index.md").exists()


def test_every_code_is_reported_somewhere() -> None:
    """A page for a problem that nothing reports would send a reader looking for what cannot happen."""
    root = Path(__file__).parents[2]
    sources = [
        path.read_text(encoding="utf-8")
        for folder in ("dsl", "engine", "workbench")
        for path in (root / folder).rglob("*.py")
        if "codes" not in path.parts
    ]
    reported = {code for text in sources for code in re.findall(r"TS\d{3}", text)}
    assert set(REGISTRY) - reported == set()
