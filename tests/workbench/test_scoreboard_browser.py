"""The scoreboard in a real browser: nothing is asked of the network, nothing goes wrong, and everyone can use it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from engine.paths import scenarios_dir
from tests.services import chromium
from tests.workbench.made_records import write_records
from workbench.cli import main
from workbench.cli.console import Console

# Where the browser has to be installed first, that takes its time.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

DESKTOP, PHONE = 1200, 390
NORMS = ("K-CAK-01", "K-WMO-E", "K-WLZ-E", "K-WLZ-F", "K-WLZ-C", "K-WMO-B", "K-ZVW-P", "K-WMO-M", "K-ZVW-O")
PAGES = [
    ("gemeld", "scorebord.html"),
    ("gemeld", "onderdeel-zvw.html"),
    ("gemeld", "norm-k-cak-01.html"),
    ("gemeten", "scorebord.html"),
    ("gemeten", "onderdeel-wmo.html"),
    ("gemeten", "norm-k-zvw-o.html"),
]


@pytest.fixture(scope="module")
def boards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scoreboard of reported figures and that of measured records."""
    folder = tmp_path_factory.mktemp("borden")
    statements = str(scenarios_dir() / "normen" / "opgaven" / "cak-jaarverslag-2024.yaml")
    records = str(write_records(folder / "records"))
    make("--opgave", statements, "--uit", str(folder / "gemeld"))
    make(*NORMS, "--registratie", records, "--uit", str(folder / "gemeten"))
    return folder


def make(*arguments: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["norm", *arguments, "--periode", "2024", "--vorm", "html"], Console(out, err)) == 0, err.getvalue()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.opened() as made:
        yield made


class Opened:
    """A page with everything that it complained about or asked for."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(("board", "name"), PAGES)
def test_a_page_stands_alone_and_is_for_everyone(
    boards: Path, browser: Browser, board: str, name: str, width: int
) -> None:
    place = (boards / board / name).as_uri()
    with Opened(browser, width) as it:
        it.page.goto(place)
        assert it.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page is too wide"
        found = Axe().run(it.page)
        assert not found.response["violations"], found.generate_report()
        assert it.complaints == []
        assert it.asked == [place]


def test_from_the_overview_down_to_a_record(boards: Path, browser: Browser) -> None:
    with Opened(browser, DESKTOP) as it:
        it.page.goto((boards / "gemeten" / "scorebord.html").as_uri())
        assert it.page.get_by_text("Let op. Records in deze registraties zijn verzonnen.").is_visible()
        it.page.get_by_role("navigation").get_by_role("link", name="Wmo").click()
        it.page.get_by_role("link", name="K-WMO-E").click()
        table = it.page.get_by_role("table", name="Records die tegen de norm tellen")
        days = [int(text) for text in table.locator("tbody tr td:last-child").all_inner_texts()]
        assert days and days == sorted(days, reverse=True)
        assert table.locator("tbody th").first.inner_text().startswith("V-")
        assert all(url.startswith("file://") for url in it.asked)


def test_a_chart_says_what_it_shows(boards: Path, browser: Browser) -> None:
    with Opened(browser, DESKTOP) as it:
        it.page.goto((boards / "gemeten" / "norm-k-wmo-e.html").as_uri())
        chart = it.page.get_by_role("img", name="K-WMO-E doorlooptijd beschikken en factureren Wmo: verloop")
        assert chart.count() == 1 and chart.bounding_box()["height"] > 100  # type: ignore[index]
        table = it.page.get_by_role("table", name="Verloop van K-WMO-E")
        assert table.locator("tbody tr").count() == 12
        told = chart.locator("desc").text_content() or ""
        first = table.locator("tbody tr").first.locator("td").first.inner_text()
        assert f"januari 2024 {first}" in told


def test_printing_shows_what_is_folded(boards: Path, browser: Browser) -> None:
    with Opened(browser, DESKTOP) as it:
        it.page.goto((boards / "gemeten" / "onderdeel-wmo.html").as_uri())
        folded = it.page.get_by_role("table", name="Verloop van K-WMO-E")
        assert not folded.is_visible()
        it.page.emulate_media(media="print")
        assert it.page.locator("details table").first.is_visible()
        assert not it.page.get_by_role("navigation").is_visible()
