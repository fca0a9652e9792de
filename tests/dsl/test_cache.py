"""A cached program is the program; a cache file that is not ours is as if it were not there."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from dsl.cache import ENVIRONMENT, load_program, read_cached

RULES = """Regeling Proef
    bron: Proefwet (BWBR0000001)

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000, in hele euro's
    de bijdrage : bedrag per jaar

Regel bijdrage
    geldig vanaf 01-01-2024
    bron: Proefwet artikel 1
    ruimte: gebonden, wet
    De bijdrage van een persoon moet gesteld worden op het inkomen van de persoon

Besluit Bijdrage
    over: een persoon
    bron: Proefwet artikel 1
    per: jaar
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    root = tmp_path / "regels"
    root.mkdir()
    (root / "proef.regels").write_text(RULES, encoding="utf-8")
    return root


def test_the_cached_program_equals_the_checked_one(rules: Path, tmp_path: Path) -> None:
    first, found, _ = load_program(rules, tmp_path / "cache")
    assert first is not None, found
    assert len(list((tmp_path / "cache").iterdir())) == 1
    again, found_again, _ = load_program(rules, tmp_path / "cache")
    assert again == first
    assert found_again == found


def test_a_change_of_text_is_another_program(rules: Path, tmp_path: Path) -> None:
    first, _, _ = load_program(rules, tmp_path / "cache")
    (rules / "proef.regels").write_text(RULES.replace("2024", "2025"), encoding="utf-8")
    second, _, _ = load_program(rules, tmp_path / "cache")
    assert first is not None and second is not None
    assert second.digest != first.digest


def test_the_digest_does_not_depend_on_where_the_folder_lies(rules: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elders" / "andere naam"
    moved.mkdir(parents=True)
    (moved / "proef.regels").write_text(RULES, encoding="utf-8")
    here, _, _ = load_program(rules, tmp_path / "cache")
    there, _, _ = load_program(moved, tmp_path / "cache")
    assert here is not None and there is not None
    assert here.digest == there.digest


@pytest.mark.parametrize("damage", [b"", b"iets anders", None])
def test_a_damaged_cache_file_is_written_again(rules: Path, tmp_path: Path, damage: bytes | None) -> None:
    first, _, _ = load_program(rules, tmp_path / "cache")
    [place] = (tmp_path / "cache").iterdir()
    data = place.read_bytes()
    place.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if damage is None else damage)
    assert read_cached(place) is None
    assert load_program(rules, tmp_path / "cache")[0] == first
    assert read_cached(place) is not None


def test_a_cache_file_makes_nothing_but_a_program(tmp_path: Path) -> None:
    """A well-formed file with another class in it is refused, so that opening a cache runs nobody's code."""
    import hashlib

    from dsl.cache import _MAGIC

    payload = pickle.dumps((Path("x"), []))
    place = tmp_path / "x.programma"
    place.write_bytes(_MAGIC + hashlib.sha256(payload).digest() + payload)
    assert read_cached(place) is None


def test_a_warm_start_does_not_import_the_parser(rules: Path, tmp_path: Path) -> None:
    load_program(rules, tmp_path / "cache")
    code = (
        "import sys; from pathlib import Path; from dsl.cache import load_program;"
        "program, _, _ = load_program(Path(sys.argv[1]), Path(sys.argv[2])); assert program is not None;"
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('lark', 'pandas', 'pydantic') or m == 'dsl.check'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(rules), str(tmp_path / "cache")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert run.stdout.strip() == "[]"


def test_a_program_with_errors_is_not_kept(rules: Path, tmp_path: Path) -> None:
    (rules / "proef.regels").write_text(RULES.replace("op het inkomen", "op het inkomn"), encoding="utf-8")
    program, found, _ = load_program(rules, tmp_path / "cache")
    assert program is None and any(item.code == "TS209" for item in found)
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_cannot_be_written_is_no_failure(rules: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "bestand"
    blocked.write_text("")
    assert load_program(rules, blocked)[0] is not None


def test_the_environment_names_the_folder(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "eigen"))
    load_program(rules)
    assert len(list((tmp_path / "eigen").glob("*.programma"))) == 1


def test_checking_leaves_the_collector_as_it_was() -> None:
    import gc

    from dsl.check import check
    from dsl.collecting import nothing_collected
    from dsl.parsing.corpus import load_corpus

    check(load_corpus({"a": "Regeling A\n"}))
    assert gc.isenabled()
    with nothing_collected():
        check(load_corpus({"a": "Regeling A\n"}))
        assert not gc.isenabled()
    assert gc.isenabled()
