"""A page in a real browser, with everything that it complained about or asked for."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

DESKTOP, PHONE = 1200, 390
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visit:
    """A browser window of its own. ``scripts`` False: one in which no script runs."""

    def __init__(self, browser: Browser, address: str, width: int = DESKTOP, *, scripts: bool = True) -> None:
        self.address = address
        self.window = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        self.page: Page = self.window.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.window.close()

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def check(self, everyone: bool = True) -> None:
        """Nothing went wrong, nothing was asked of another host, nothing sticks out, and everyone can use what is shown (which takes
        longer to see than the rest)."""
        self.page.wait_for_load_state("load")
        assert self.complaints == []
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"the page is {wide} pixels wider than the window"
        if not everyone:
            return
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []

    def _asked(self, url: str) -> None:
        if not url.startswith(self.address + "/"):
            self.complaints.append(f"asked another host: {url}")
