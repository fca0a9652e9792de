"""One workspace over the shipped rules for all tests of the editor: reading them is most of the time."""

import pytest

from engine.paths import rules_dir
from workbench.editor.workspace import View, Workspace


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    found = Workspace.of_folder(rules_dir())
    found.settled()
    return found


@pytest.fixture(scope="session")
def law(workspace: Workspace) -> View:
    return workspace.view()
