"""The command line: one table of commands, and the one place where an error becomes a line and a number.

This module is all that `dragoman --help` loads, so it imports nothing that costs time; the module of a
command is imported when the command runs. `help_ratio` of benchmarks/throughput.py holds it to that.

Exit codes: 0 all went well; 1 something was found wrong (`verify`); 2 misuse, or nothing could be read;
130 interrupted.
"""

import sys

from dragoman.errors import DragomanError

COMMANDS = (
    (
        "Read",
        (
            ("read", "PATH...", "read reports into the record", "reading_commands"),
            ("code", "PATH...", "code reports, print one JSON line each, keep nothing", "reading_commands"),
            ("batch", "PATH... --out DIR", "code many reports into Parquet files", "batch_commands"),
            ("merge-batch", "DIR", "acts and families of a batch, as Parquet", "batch_commands"),
            ("watch", "FEED...", "ask feeds again and again, read what is new", "feed_commands"),
        ),
    ),
    (
        "Ask",
        (
            ("timeline", "", "claims by the time they tell of", "asking_commands"),
            ("upcoming", "", "plans whose time is not over", "asking_commands"),
            ("search", "WORDS...", 'words and "phrases" in quotations and reports', "asking_commands"),
            ("signed", "", "what was signed, and is it only an intent", "asking_commands"),
            ("show", "CLAIM", "one claim in full: its words, reasons and history", "asking_commands"),
            ("sources", "", "outlets, with their reports and claims", "asking_commands"),
            ("families", "", "copies of one origin, and what they changed", "family_commands"),
        ),
    ),
    (
        "Follow",
        (
            ("follow", "NAME", "named watches: define, show, list, stop", "follow_commands"),
            ("tracks", "", "which issues are alive, and who moved last", "follow_commands"),
            ("memo", "--since DATE", "what changed and where things stand, footnoted", "follow_commands"),
            ("events", "", "acts across reports, with their history", "event_commands"),
            ("due", "", "what was announced, is over, and of which nothing is told", "event_commands"),
            ("met", "A B", "when two parties last met, and all their meetings", "event_commands"),
            ("matrix", "", "who met whom, and who stands between", "event_commands"),
            ("contradictions", "", "what reports say otherwise of one act", "event_commands"),
            ("positions", "--holder A", "what a party holds, issue by issue, over time", "event_commands"),
            ("voices", "", "who speaks for whom, and where they differ", "event_commands"),
            (
                "changes",
                "--since DATE",
                "what is new, confirmed, held, cancelled, reversed",
                "event_commands",
            ),
        ),
    ),
    (
        "Correct",
        (
            ("accept", "CLAIM", "say that a claim is right", "correcting_commands"),
            ("reject", "CLAIM", "say that a claim is wrong", "correcting_commands"),
            ("edit", "CLAIM FIELD V", "set a field of a claim", "correcting_commands"),
            ("merge", "CLAIM CLAIM", "say that two claims tell of one act", "correcting_commands"),
            ("split", "CLAIM CLAIM", "say that two claims tell of two acts", "correcting_commands"),
            ("retract", "REPORT", "say that a report no longer stands", "correcting_commands"),
            ("undo", "CORRECTION", "take a correction back", "correcting_commands"),
            ("corrections", "", "what people have corrected", "correcting_commands"),
            ("rests-on", "REPORT", "what rests on a report", "correcting_commands"),
            ("recode", "", "code the held reports again with this coder", "correcting_commands"),
        ),
    ),
    (
        "Know",
        (("actors", "find NAME", "who is known: find, show, unresolved, add", "actor_commands"),),
    ),
    (
        "Show",
        (
            ("serve", "", "pages to read and an API to ask, on this machine", "serving_commands"),
            ("mcp", "", "the same questions as tools of an assistant (MCP)", "serving_commands"),
        ),
    ),
    (
        "Exchange",
        (
            ("export", "FORMAT", "the record in the formats of others", "exchange_commands"),
            ("import", "FORMAT FILE...", "rows of other coders, beside the claims", "exchange_commands"),
            ("coder-rows", "CODER", "what another coder's rows tell", "exchange_commands"),
            ("compare", "CODER", "another coder's rows beside the claims", "exchange_commands"),
        ),
    ),
    (
        "Look after",
        (
            ("backup", "FILE", "copy the record, even while others write", "upkeep_commands"),
            ("vacuum", "", "give room back to the disk, build the word index anew", "upkeep_commands"),
        ),
    ),
    (
        "Check",
        (
            ("verify", "", "check the file, and every quotation against its report", "checking_commands"),
            ("evaluate", "TASK GOLD", "measure the coder on a gold set", "checking_commands"),
            ("bench", "throughput", "measure speed and memory on this machine", "checking_commands"),
        ),
    ),
)
"""Groups of commands: name, what it takes, what it does, and the module here with its function `name`."""

OPENING = """\
Dragoman reads the news of diplomacy and conflict and keeps a record of claims,
each with the words it rests on.

Usage: dragoman COMMAND ...
"""

CLOSING = """\
  dragoman COMMAND --help    what a command takes
  dragoman --version         which Dragoman this is

Begin with: dragoman read FOLDER, then dragoman timeline.
"""


def help_text() -> str:
    """What `dragoman --help` prints."""
    lines = [OPENING]
    for group, commands in COMMANDS:
        lines.append(f"{group}")
        lines += [f"  {f'{name} {takes}':<20} {does}" for name, takes, does, _ in commands]
        lines.append("")
    return "\n".join(lines) + "\n" + CLOSING


def main(argv: "list[str] | None" = None) -> int:
    """Run the command that `argv` (by default the words behind `dragoman`) names; gives the exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except DragomanError as error:
        _say(error.line())
    except BrokenPipeError:
        _close_output()
        return 0
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except OSError as error:
        _close_output()
        _say(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
    return 2


def _run(words: "list[str]") -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        if len(words) > 1 and words[0] == "help":
            return _run([words[1], "--help"])
        sys.stdout.write(help_text())
        return 0 if words else 2
    if words[0] in ("-V", "--version"):
        from dragoman import __version__

        sys.stdout.write(f"dragoman {__version__}\n")
        return 0
    modules = {name: module for _, commands in COMMANDS for name, _, _, module in commands}
    if words[0] not in modules:
        _refuse(words[0], list(modules))
    from importlib import import_module

    name = words[0].replace("-", "_")
    module = import_module(f"dragoman.interfaces.{modules[words[0]]}")
    command = getattr(module, f"{name}_" if name == "import" else name)  # `import` is a word of Python's
    return command(words[1:])


def _refuse(word: str, known: "list[str]") -> None:
    from difflib import get_close_matches

    from dragoman.errors import SettingsError

    meant = get_close_matches(word, known, 1)
    raise SettingsError(
        "no such command",
        found=repr(word),
        expected="one of " + ", ".join(known),
        next_step=f"did you mean {meant[0]}?" if meant else "see dragoman --help",
    )


def _say(line: str) -> None:
    """One line to the person; control characters in it, which may come from a report, show as text."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in line)
    sys.stderr.write(f"dragoman: {shown}\n".encode(errors="backslashreplace").decode())


def _close_output() -> None:
    """Let go of an output that nobody reads or that is full, so that Python does not try again at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
