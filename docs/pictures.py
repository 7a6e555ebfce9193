"""Pictures of the pages, as they show the example reports: docs/pages/NAME-WIDTH.png.

    python docs/pictures.py

Needs Chromium, or a browser named by CHROMIUM. To be run again when a page has changed its look.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from dragoman.documents.identity import make_document
from dragoman.interfaces.api.app import build_app
from dragoman.interfaces.api.guards import Limits
from dragoman.pipeline import code_documents, load_resources
from dragoman.sources.raw import SetAside
from dragoman.sources.readers import read_reports
from dragoman.store import open_record

TOP = Path(__file__).parents[1]
PAGES = {
    "today": "/?since=2025-11-17&as_of=2025-11-19",
    "timeline": "/timeline",
    "meetings": "/meetings",
    "meetings-of-two": "/meetings?party=Zelensky&other=Trump",
    "positions": "/positions",
    "map": "/map?view=europe",
    "contradictions": "/contradictions",
    "watch": "/watch",
    "search": "/search?words=ceasefire",
    "memo": "/memo",
    "corrections": "/corrections",
}
SIZES = {1280: "light", 390: "dark"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> int:
    """Read the examples, serve them, and take the pictures."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.stderr.write("no Chromium here; name a browser by CHROMIUM\n")
        return 2
    out = TOP / "docs" / "pages"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        base = _served(Path(folder) / "examples.record")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        claim = (
            browser.new_context()
            .request.get(f"{base}/v1/claims?type=CONSULT&actor=Erdogan")
            .json()["rows"][0]
        )
        pages = {
            **PAGES,
            "event": f"/events/{claim['id']}",
            "report": f"/reports/{claim['report']['id']}#claim-{claim['id']}",
            "actor": f"/actors/{claim['participants'][0]['actor']}",
        }
        for width, scheme in SIZES.items():
            size = {"width": width, "height": 900 if width > 400 else 844}
            page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            for name, address in pages.items():
                page.goto(base + address)
                page.screenshot(path=str(out / f"{name}-{width}.png"))
        browser.close()
    return 0


def _served(path: Path) -> str:
    raws = [raw for raw in read_reports([str(TOP / "examples")]) if not isinstance(raw, SetAside)]
    with open_record(path) as record:
        record.add_all(code_documents([make_document(raw) for raw in raws], load_resources()))
    app = build_app(path, token="for-pictures-only-0", limits=Limits(per_second=10_000, burst=10_000))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


if __name__ == "__main__":
    sys.exit(main())
