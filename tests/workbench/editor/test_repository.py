"""Proposals in git: nothing is lost when two write, and no name leads out of the folder."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dsl.files import RuleFile
from dsl.source import SourceFile
from workbench.editor.repository import ChangedError, NameRefusedError, NoRepositoryError, Repository
from workbench.toegang.actor import Actor, Role

ANNA = Actor("a|1 @x", "Anna de Vries <anna>", frozenset({Role.BELEID}))
BEN = Actor("b-2", "Ben", frozenset({Role.BELEID}))
SHIPPED = [RuleFile(name, SourceFile(f"rules/{name}.regels", f"Regeling {name}\n")) for name in ("wmo/een", "wmo/twee")]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.opened(tmp_path / "voorstellen", SHIPPED)


def test_a_change_stands_on_a_branch_with_its_author(repository: Repository) -> None:
    repository.save("index-2025", "wmo/een", "Regeling anders\n", "Regeling wmo/een\n", ANNA, "Index van 2025")
    repository.save("index-2025", "wmo/drie", "Regeling nieuw\n", None, BEN, "")
    (found,) = repository.proposals()
    assert (found.name, found.files, found.authors) == ("index-2025", ("wmo/drie", "wmo/een"), ("b-2", "a|1 @x"))
    assert [(it.author, it.message) for it in found.commits] == [
        ("Ben", "Wijziging in wmo/drie"),
        ("Anna de Vries anna", "Index van 2025"),
    ]
    assert repository.files(found.commits[0].id) == {
        "wmo/drie": "Regeling nieuw\n",
        "wmo/een": "Regeling anders\n",
        "wmo/twee": "Regeling wmo/twee\n",
    }
    assert repository.text(repository.base, "wmo/een") == "Regeling wmo/een\n"
    assert [it.source.path for it in repository.rule_files(repository.base)][0] == "rules/wmo/een.regels"


def test_what_another_changed_in_between_is_told(repository: Repository) -> None:
    repository.save("p", "wmo/een", "van Anna\n", "Regeling wmo/een\n", ANNA, "")
    with pytest.raises(ChangedError) as wrong:
        repository.save("p", "wmo/een", "van Ben\n", "Regeling wmo/een\n", BEN, "")
    assert wrong.value.text == "van Anna\n"


def test_of_all_who_write_at_once_each_acknowledged_text_is_in_the_history(repository: Repository) -> None:
    def write(number: int) -> str | None:
        try:
            repository.save("p", f"wmo/n{number % 3}", f"tekst {number}\n", None, ANNA, f"nummer {number}")
            return f"nummer {number}"
        except ChangedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        kept = {message for message in pool.map(write, range(12)) if message is not None}
    (found,) = repository.proposals()
    assert {commit.message for commit in found.commits} == kept != set()


@pytest.mark.parametrize(
    "name", ["../buiten", "/etc/passwd", "wmo/../../x", "a//b", "", "A", "wmo/.git", "-x", "a\nb", "x" * 80]
)
def test_names_that_lead_elsewhere_are_refused(repository: Repository, name: str) -> None:
    with pytest.raises(NameRefusedError):
        repository.save("p", name, "x", None, ANNA, "")
    with pytest.raises(NameRefusedError):
        repository.save(name, "wmo/een", "x", "Regeling wmo/een\n", ANNA, "")


def test_a_folder_that_is_no_repository_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "HEAD").write_text("niets", encoding="utf-8")
    with pytest.raises(NoRepositoryError, match="niet te gebruiken"):
        _ = Repository.opened(tmp_path, SHIPPED).base


def test_rules_that_are_shipped_anew_become_the_base(repository: Repository) -> None:
    repository.save("p", "wmo/een", "van Anna\n", "Regeling wmo/een\n", ANNA, "")
    newer = [*SHIPPED[:1], RuleFile("wmo/vier", SourceFile("", "Regeling vier\n"))]
    again = Repository.opened(repository.folder, newer)
    assert sorted(again.files(again.base)) == ["wmo/een", "wmo/vier"]
    assert [it.files for it in again.proposals()] == [("wmo/een",)]
