"""The index of formats says what the table says, and every format has its page."""

import re
from pathlib import Path

from dragoman.exchange.formats import FORMATS

PAGES = Path(__file__).parent.parent.parent / "docs" / "formats"
LINES = re.findall(
    r"^\| \[([\w-]+)\]\(([\w-]+\.md)\) \| (yes|no) \| (yes|no) \|",
    (PAGES / "README.md").read_text("utf-8"),
    re.MULTILINE,
)


def test_the_index_is_the_table():
    said = {name: (out == "yes", in_ == "yes") for name, _, out, in_ in LINES}
    assert said == {one.name: (one.writes, one.reads) for one in FORMATS}


def test_every_format_has_its_page_and_every_page_a_format():
    pages = {page for _, page, _, _ in LINES}
    assert pages == {path.name for path in PAGES.glob("*.md")} - {"README.md"}
