"""What a change does, before it is saved: to the scenarios, in words, and to invented households."""

import pytest

from engine.paths import scenarios_dir
from workbench.editor import effect
from workbench.editor.effect import Trial
from workbench.editor.workspace import Workspace

OF_2024 = ("geen indexatie abonnementstarief 2024", "indexatie abonnementstarief 2024")
"""The second is on top of the first."""


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """All scenarios run, on a slow machine too."""
    for name in ("SECONDS_TYPING", "SECONDS_WHOLE", "SECONDS_VARIANTS"):
        monkeypatch.setattr(effect, name, 300.0)


@pytest.fixture(scope="module")
def trial(workspace: Workspace) -> Trial:
    return Trial(workspace, scenarios_dir())


def test_a_higher_tarief_is_told_whole(trial: Trial) -> None:
    text = (
        trial.workspace.files["wmo/tarief"].source.text.replace("€ 20,60", "€ 25,60").replace("Drimmelen", "Drimmelo")
    )
    found = trial.run({"wmo/tarief": text}, "wmo/tarief", None, whole=True)
    assert not found.broken and "€ 20,60 naar € 25,60" in found.words
    assert "Eigen bijdrage Wmo" in found.besluiten
    assert 0 < found.failures < found.ran == found.all_scenarios
    assert any("€ 25,60" in now for it in found.failed for _, _, now in it.differences)
    (sample,) = [it for it in found.sampled if it.besluit == "Eigen bijdrage Wmo"]
    assert sample.more == sample.rows > 0 and (sample.before, sample.after) == (
        "€ 20,60 per maand",
        "€ 25,60 per maand",
    )
    # Varianten on top of the tarief: one keeps it in 2024 and has what is new after that, one has another bijdrage.
    told = {it.name: it for it in found.variants}
    assert set(told) == {*OF_2024, "inkomensafhankelijke bijdrage Wmo"} and all(it.ran for it in told.values())
    assert told[OF_2024[0]].failures == 1 and {it.variant for it in found.failed} == {"", OF_2024[0]}


def test_a_change_of_a_variant_runs_its_own_scenarios_and_those_on_top(trial: Trial) -> None:
    name = "varianten/abonnementstarief-2024"
    text = trial.workspace.files[name].source.text
    changed = text.replace("€ 19,00", "€ 18,00")
    found = trial.run({name: changed}, name, None, whole=True)
    told = {it.name: (it.ran, it.failures) for it in found.variants}
    assert set(told) == set(OF_2024) and told[OF_2024[0]][1] > 0 == told[OF_2024[1]][1]
    assert "€ 19,00 naar € 18,00" in found.words and "Eigen bijdrage Wmo" in found.besluiten
    assert {(it.variant, it.before, it.after) for it in found.sampled} == {
        (OF_2024[0], "€ 19,00 per maand", "€ 18,00 per maand")
    }
    wrong = trial.run({name: text.replace("het abonnementstarief", "het nieuwe tarief")}, name, None, whole=False)
    assert all("nieuwe tarief" in it.why for it in wrong.variants) and not wrong.broken


def test_what_changes_nothing_fails_nothing_and_shows_which_rules_were_seen(trial: Trial) -> None:
    found = trial.run({}, "wmo/bijdrage", "hoogte van de bijdrage", whole=False)
    assert found.failures == 0 < found.ran
    seen = {it.name: it.count for it in found.covered}
    assert (
        seen["hoogte van de bijdrage"] > 0
        and trial.run({"wmo/bijdrage": "Regel x"}, "wmo/bijdrage", None, False).broken
    )


def test_scenarios_of_the_proposal_run_with_the_others(trial: Trial) -> None:
    """One that the change breaks is told, in a file that is nowhere but on the proposal."""
    shipped = (scenarios_dir() / "wmo" / "bijdrage-2019.yaml").read_text(encoding="utf-8")
    proposed = {"wmo/goed": shipped.replace("wmo-2019", "goed"), "wmo/fout": shipped.replace("17,50", "18,50")}
    found = trial.run({}, "wmo/tarief", None, False, proposed)
    assert found.ran > 0 and {it.path for it in found.failed} == {"wmo/fout.yaml"}


def test_a_row_that_no_scenario_hits_is_shown_where_it_stands(trial: Trial) -> None:
    """Its value stands in another row too, so that in the program both share a node: the place must be its own."""
    name = "wlz/hoog"
    text = trial.workspace.files[name].source.text
    first = next(line for line in text.split("\n") if line.startswith("    | de aftrekpost onder de pensioenleeftijd"))
    text = text.replace(first, f"{first}\n{first}").replace(
        "treffer: enige\n    | de aftrekpost", "treffer: eerste\n    | de aftrekpost"
    )
    found = trial.run({name: text}, name, "aftrekpost", whole=False)
    rows = {it.row: it for it in found.covered if it.name == "aftrekpost"}
    assert rows[1].count > 0 < rows[3].count and rows[2].count == 0 and rows[0].count > 0
    lines = [text[: rows[number].start].count("\n") for number in (1, 2, 3)]
    assert lines == [lines[0], lines[0] + 1, lines[0] + 2] and text.split("\n")[lines[0]] == first
