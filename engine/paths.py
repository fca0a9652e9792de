"""Where the shipped law and its scenarios lie: inside an installed wheel, or beside the packages in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_dir() -> Path:
    """The folder with the shipped rule files (`rules/`). Raises FileNotFoundError when the installation lacks it."""
    return _data_dir("rules")


def scenarios_dir() -> Path:
    """The folder with the shipped scenarios (`scenarios/`). Raises FileNotFoundError when the installation lacks it."""
    return _data_dir("scenarios")


def _data_dir(name: str) -> Path:
    # A wheel carries the data in the package; a checkout has no engine/_data. The wheel's place is tried first, since
    # beside an installed package any other project may have put a folder with so general a name.
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"De map '{name}' hoort bij Toetssteen, maar is niet gevonden. Installeer het pakket opnieuw."
    )
