"""What a change does, before it is saved: to the scenarios, in words, and to invented households."""

import pytest

from engine.paths import scenarios_dir
from workbench.editor.effect import Trial
from workbench.editor.workspace import Workspace


@pytest.fixture(scope="module")
def trial(workspace: Workspace) -> Trial:
    return Trial(workspace, scenarios_dir())


def test_a_higher_tarief_is_told_whole(trial: Trial) -> None:
    text = trial.workspace.files["wmo/tarief"].source.text.replace("€ 20,60", "€ 25,60")
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


def test_what_changes_nothing_fails_nothing_and_shows_which_rules_were_seen(trial: Trial) -> None:
    found = trial.run({}, "wmo/bijdrage", "hoogte van de bijdrage", whole=False)
    assert found.failures == 0 < found.ran
    seen = {it.name: it.count for it in found.covered}
    assert (
        seen["hoogte van de bijdrage"] > 0
        and trial.run({"wmo/bijdrage": "Regel x"}, "wmo/bijdrage", None, False).broken
    )
