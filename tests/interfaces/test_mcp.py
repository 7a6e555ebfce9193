"""A real client talks to `dragoman mcp` over standard input and output, and calls every tool."""

import json
import sys

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from dragoman.interfaces.answers import QUESTIONS
from dragoman.interfaces.things import THINGS
from served import record_at

NEEDED = {"words": "Oslo", "party": "Lund", "other": "Ortiz", "since": "2031", "coder": "gdelt"}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Everything that one session asks and is told."""
    record = record_at(tmp_path_factory.mktemp("assistant") / "talks.record")
    started = StdioServerParameters(
        command=sys.executable, args=["-m", "dragoman", "mcp", "--record", str(record)]
    )
    told = {}

    async def ask():
        async with Client(stdio_client(started)) as client:
            told["tools"] = (await client.list_tools()).tools
            first = (await client.call_tool("claims", {"limit": 1})).structured_content
            told["first"] = first
            row = first["rows"][0]
            keys = {"claim": row["id"], "event": row["id"], "report": row["report"]["id"],
                    "rests_on": row["report"]["id"], "who_is": "Q3874799", "watch": "none"}  # fmt: skip
            for tool in told["tools"]:
                wanted = {n: NEEDED.get(n) or keys[tool.name] for n in tool.input_schema["required"]}
                told[tool.name] = await client.call_tool(tool.name, wanted)
            told["wrong"] = await client.call_tool("claims", {"voice": "nobody"})
            told["strange"] = await client.call_tool("claims", {"colour": "red"})
            told["hostile"] = await client.call_tool("claims", {"actor": "\x00<script>{{7*7}}\u202e"})
            told["resources"] = (await client.list_resources()).resources
            told["read"] = (await client.read_resource(told["resources"][0].uri)).contents
            with pytest.raises(MCPError):
                await client.read_resource("file:///etc/passwd")

    anyio.run(ask)
    return told


def test_there_is_a_tool_for_every_question_and_thing_and_all_only_read(told):
    names = {e.name.replace("-", "_") for e in QUESTIONS} | {t.tool for t in THINGS}
    assert {tool.name for tool in told["tools"]} == names
    assert all(tool.annotations.read_only_hint for tool in told["tools"])


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda e: e.name)
def test_every_question_is_answered_with_structure(told, entry):
    answer = told[entry.name.replace("-", "_")]
    assert not answer.is_error, answer.content
    assert set(answer.structured_content) == {"rows", "total", "about", "notes", "next"}


def test_things_are_given_by_their_id_and_what_is_not_there_is_one_line(told):
    assert all(not told[name].is_error for name in ("claim", "event", "report", "rests_on", "memo", "who_is"))
    assert told["watch"].is_error
    assert "\n" not in told["watch"].content[0].text
    assert "no such watch" in told["watch"].content[0].text


def test_a_row_carries_its_quotation_and_where_it_stands(told):
    row = told["first"]["rows"][0]
    assert row["evidence"]["exact"]
    assert row["address"] == f"dragoman://report/{row['report']['id']}#claim-{row['id']}"
    assert told["first"]["next"]


def test_wrong_arguments_are_one_clear_line(told):
    for name, words in (("wrong", "narrator"), ("strange", "no such argument")):
        assert told[name].is_error
        assert words in told[name].content[0].text
    assert not told["hostile"].is_error or "\n" not in told["hostile"].content[0].text


def test_reports_can_be_read_as_resources(told):
    assert len(told["resources"]) == 2
    assert json.loads(told["read"][0].text)["text"].startswith(("Lund", "Foreign"))
