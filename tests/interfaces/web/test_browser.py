"""Every page in a real browser: no error, nothing from elsewhere, no barrier, whole without scripts.

Needs Chromium (Debian: chromium) or a browser named by CHROMIUM; without one these tests are skipped.
"""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from dragoman.documents.identity import make_document
from dragoman.interfaces.api.app import build_app
from dragoman.interfaces.api.guards import Limits
from dragoman.pipeline import code_documents, load_resources
from dragoman.sources.raw import SetAside
from dragoman.sources.readers import read_reports
from dragoman.store import open_record

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

EXAMPLES = Path(__file__).parents[3] / "examples"
TOKEN = "a-token-for-tests-only"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = ((1280, 900, "light"), (390, 844, "dark"))
SERIOUS = ("serious", "critical")
PAGES = (
    "/", "/timeline", "/timeline?actor=Russia", "/timeline?actor=Nobody+At+All", "/events", "/meetings",
    "/meetings?party=Zelensky&other=Trump", "/positions", "/positions?holder=Russia", "/map",
    "/contradictions", "/search", "/search?words=ceasefire", "/families", "/sources", "/about", "/actors",
    "/reports", "/watch", "/memo", "/corrections", "/sign-in", "/no-such-page",
)  # fmt: skip
"""Addresses of pages; those of one event, report and actor are taken from the record."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the example reports are served, with the right to write."""
    path = tmp_path_factory.mktemp("browser") / "examples.record"
    raws = [raw for raw in read_reports([str(EXAMPLES)]) if not isinstance(raw, SetAside)]
    with open_record(path) as record:
        record.add_all(code_documents([make_document(raw) for raw in raws], load_resources()))
    app = build_app(path, token=TOKEN, limits=Limits(per_second=10_000, burst=10_000))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser():
    """One browser for all pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def addresses(address, browser):
    """All pages that are to be looked at."""
    context = browser.new_context()
    claims = context.request.get(f"{address}/v1/claims?limit=1&type=CONSULT").json()["rows"]
    claim = claims[0]
    party = next(p for p in claim["participants"] if p["actor"])
    context.close()
    return (
        *PAGES,
        f"/reports/{claim['report']['id']}",
        f"/events/{claim['id']}",
        f"/actors/{party['actor']}",
    )


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES, ids=lambda value: str(value))
def test_no_page_errs_asks_elsewhere_or_shuts_a_reader_out(
    address, addresses, browser, width, height, scheme
):
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    faults = []
    page.on("console", lambda said: said.type == "error" and faults.append(f"{page.url}: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:")) or faults.append(f"asks {request.url}")
        ),
    )
    for path in addresses:
        told = page.goto(address + path)
        missing = path == "/no-such-page"
        if told.status != (404 if missing else 200):
            faults.append(f"{path}: status {told.status}")
        faults += [
            f"{path}: {found['impact']}: {found['id']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
            for found in Axe().run(page).response["violations"]
            if found["impact"] in SERIOUS
        ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append(f"{path}: {wide} pixels wide on a screen of {width}")
    context.close()
    assert [fault for fault in faults if "404 (Not Found)" not in fault] == []


def test_every_page_says_as_much_without_scripts(address, addresses, browser):
    plain = browser.new_context(java_script_enabled=False)
    bare, without = plain.new_page(), {}
    for path in addresses:
        bare.goto(address + path)
        without[path] = bare.locator("main").inner_text()
    plain.close()
    assert all(len(words) > 20 for words in without.values()), without


def test_every_claim_shown_opens_on_its_highlighted_words(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/timeline")
    links = page.locator("article.claim cite a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(links) > 10
    for link in links[:25]:
        assert "#claim-" in link
        page.goto(address + link)
        target = page.locator(":target")
        assert target.count() == 1, link
        assert target.inner_text().strip(), link
    context.close()
