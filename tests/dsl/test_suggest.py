"""Near names."""

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from dsl.suggest import did_you_mean, suggest

NAMES = ["abonnementstarief", "bijdrage", "bijdrageplichtig inkomen", "inkomen", "grondslag", "hoogte van de bijdrage"]


def test_usual_typing_mistakes_find_their_name() -> None:
    for wrong, right in [
        ("abbonementstarief", "abonnementstarief"),
        ("Inkommen", "inkomen"),
        ("bijdarge", "bijdrage"),
        ("inkomen bijdrageplichtig", "bijdrageplichtig inkomen"),
        ("hoogte van bijdrage", "hoogte van de bijdrage"),
        ("grond slag", "grondslag"),
    ]:
        assert suggest(wrong, NAMES)[0] == right


def test_nothing_is_suggested_for_what_is_far_off() -> None:
    assert suggest("kalender", NAMES) == []
    assert suggest("", NAMES) == []
    assert suggest("x" * 5000, [*NAMES, "x" * 5001]) == []
    assert suggest("inkomen", ["inkomen"]) == []


def test_nearest_first_then_by_name_and_not_more_than_asked() -> None:
    assert suggest("kind", ["kund", "kand", "kinde", "kinden", "kindx"]) == ["kand", "kinde", "kindx"]
    assert suggest("ab", ["ba"]) == ["ba"]


@given(st.text("abc ", min_size=1, max_size=12), st.lists(st.text("abc ", max_size=12), max_size=12), st.randoms())
def test_order_of_candidates_does_not_matter(unknown: str, names: list[str], luck: random.Random) -> None:
    expected = suggest(unknown, names)
    luck.shuffle(names)
    assert suggest(unknown, names) == expected
    assert set(expected) <= set(names) - {unknown}


@given(st.text("abcdef", min_size=4, max_size=20), st.data())
def test_one_mistake_is_always_found(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name) - 1))
    wrong = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + "x" + name[place:],
                name[:place] + "x" + name[place + 1 :],
                name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
            ]
        ).filter(lambda other: other != name)
    )
    assert suggest(wrong, ["zzzzzzzz", name]) == [name]


def test_five_thousand_names_take_no_noticeable_time() -> None:
    luck = random.Random(1)
    words = ["bijdrage", "eigen", "inkomen", "maand", "jaar", "kind", "partner", "tarief", "zorg", "minimum", "huur"]
    names = [f"{' '.join(luck.choices(words, k=4))} {number}" for number in range(5000)]
    start = time.process_time()
    assert suggest("eigen bijdrage maand jaar 17", names) is not None
    assert time.process_time() - start < 1


def test_did_you_mean_reads_as_dutch() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["x"]) == "Bedoelde u 'x'?"
    assert did_you_mean(["x", "y", "z"]) == "Bedoelde u 'x', 'y' of 'z'?"
