"""The project as a whole: the locks, the shipped data, and what the first pages promise."""

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine import paths

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": "dev"} | {f"requirements-{g}.lock": g for g in ("bench", "build", "openfisca", "signals")}


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def group(name: str) -> Iterator[Requirement]:
    for entry in pyproject()["dependency-groups"][name]:
        if isinstance(entry, str):
            yield Requirement(entry)
        else:
            yield from group(entry["include-group"])


def locked(lock: str) -> dict[str, set[str]]:
    """The versions that a lock names per distribution; more than one where a marker chooses between them."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_distribution_with_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "//" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=sha256:", ""), re.MULTILINE)
    entries = re.split(r"\n(?=[\w])", re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+( ; .+)? \\\n\s+--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize(("lock", "name"), LOCKS.items())
def test_a_lock_satisfies_what_pyproject_asks(lock: str, name: str) -> None:
    wanted = list(group(name))
    if name in {"dev", "bench"}:
        wanted += [Requirement(text) for text in pyproject()["project"]["dependencies"]]
    versions = locked(lock) | locked("requirements-signals.lock")
    for requirement in wanted:
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement} is not in {lock}: run `make lock`"
        assert all(requirement.specifier.contains(version) for version in found), f"{requirement}: {lock} has {found}"


def test_the_locks_agree_on_versions() -> None:
    main = locked("requirements.lock")
    # openfisca-core has an environment of its own, which nothing here shares.
    for lock in LOCKS.keys() - {"requirements-openfisca.lock"}:
        for name, versions in locked(lock).items():
            assert main.get(name, versions) == versions, f"{name} in {lock}"


def test_the_checkout_serves_its_own_rules_and_scenarios() -> None:
    assert paths.rules_dir() == ROOT / "rules"
    assert paths.scenarios_dir() == ROOT / "scenarios"


def test_missing_data_is_said_in_dutch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "engine")
    with pytest.raises(FileNotFoundError, match="'rules' hoort bij Toetssteen"):
        paths.rules_dir()


def test_a_stray_folder_beside_an_installed_package_is_not_taken_for_the_rules(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packaged = tmp_path / "engine" / "_data" / "rules"
    packaged.mkdir(parents=True)
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "engine")
    assert paths.rules_dir() == packaged


def test_rules_and_scenarios_are_data() -> None:
    assert not [path for folder in ("rules", "scenarios") for path in (ROOT / folder).rglob("*.py")]


def test_the_readme_starts_with_the_three_commands() -> None:
    first_block = (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1]
    assert re.findall(r"^make \w+", first_block, re.MULTILINE) == ["make demo", "make serve", "make test"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_on_a_page_exists(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with the pinned build tools."""
    out = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    return next(out.glob("toetssteen-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel, which borrows the dependencies (not the project) of the running one."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home)
    python = home / "bin" / "python"
    options = ["--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), "install", *options], check=True)
    site = next(home.glob("lib/python*/site-packages"))
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    return home


@pytest.mark.wheel
def test_the_wheel_holds_the_packages_and_all_shipped_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("rules", "scenarios"):
        listing = subprocess.run(
            ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.splitlines()
        assert {f"engine/_data/{name}" for name in listing} <= names
    assert "workbench/web/static/manifest.json" in names
    assert {name.split("/")[0] for name in names} == {"dsl", "engine", "workbench", "toetssteen-0.1.0.dist-info"}


@pytest.mark.wheel
@pytest.mark.parametrize("function", ["rules_dir", "scenarios_dir"])
def test_the_installed_wheel_finds_its_data(installed: Path, tmp_path: Path, function: str) -> None:
    code = f"from engine.paths import {function} as find; print(find())"
    done = subprocess.run(
        [installed / "bin" / "python", "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.resolve())


@pytest.mark.wheel
def test_the_installed_command_lists_the_shipped_regelingen(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed / "bin" / "toetssteen", "regelingen"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Wmo" in done.stdout
