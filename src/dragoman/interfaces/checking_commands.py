"""The commands that check: the record against its reports, the coder against gold, the machine."""

import sys
from typing import TYPE_CHECKING

from dragoman.errors import RecordError
from dragoman.interfaces.arguments import Arguments, add_record, record_path
from dragoman.interfaces.printable import counted, json_line, on_one_line

if TYPE_CHECKING:
    from dragoman.store import Record


def verify(words: list[str]) -> int:
    """`dragoman verify`: 1 where anything is wrong, else 0."""
    from dragoman.store import open_record

    parser = Arguments(
        "verify",
        "Check the file of the record, and every quotation against its report, character for character.",
    )
    parser.add_argument("--json", action="store_true", help="one JSON line for each fault")
    add_record(parser)
    given = parser.parse_args(words)
    faults = 0
    next_steps: dict[str, None] = {}
    with open_record(record_path(given.record), create=False) as record:
        for finding in record.verify():
            faults += 1
            next_steps |= {finding.next_step: None} if finding.next_step else {}
            if given.json:
                found = {"claim": finding.claim, "report": finding.report, "fault": finding.fault}
                print(json_line({**found, "next_step": finding.next_step or None}))
                continue
            claim = f"claim {finding.claim}" if finding.claim else ""
            report = f"report {finding.report[:12]}" if finding.report else ""
            where = ", ".join(filter(None, (report, claim)))
            print(on_one_line(f"{where}: {finding.fault}" if where else finding.fault))
        in_all = _in_all(record, faults)
    if faults:
        sys.stderr.write(f"{counted(faults, 'fault')} in {in_all}\n")
        for step in next_steps:
            sys.stderr.write(f"Next: {step}\n")
        return 1
    sys.stderr.write(f"{in_all}: every quotation stands in its report, and the file is sound\n")
    return 0


def _in_all(record: "Record", faults: int) -> str:
    """What was checked; where the file is too damaged to count, the file."""
    try:
        reports, claims = record.size()
    except RecordError:
        if not faults:
            raise
        return on_one_line(str(record.path))
    return f"{counted(claims, 'claim')} of {counted(reports, 'report')}"


def evaluate(words: list[str]) -> int:
    """`dragoman evaluate`: run the coder on a gold set and print its figures; gives the exit code."""
    parser = Arguments("evaluate", "Run the coder on the inputs of a gold set and print how well it does.")
    parser.add_argument(
        "task",
        metavar="TASK",
        help="which task the gold set is for, such as timex or records; or merge, all, draw, drawn, travels",
    )
    parser.add_argument(
        "gold",
        metavar="GOLD",
        help="the gold set; for merge, an answer key; for all, the folder of the gold sets; for draw "
        "and travels, reports; for drawn, claims",
    )
    parser.add_argument("--number", metavar="N", type=int, default=300, help="with draw: how many claims")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="with draw: where chance begins")
    parser.add_argument("--predictions", metavar="OUT", help="write the predictions there, as JSON Lines")
    parser.add_argument("--errors", metavar="N", type=int, default=0, help="print so many errors")
    parser.add_argument(
        "--judge", metavar="DIR", help="the folder of the scorer, where it is not beside the gold"
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--page", metavar="FILE", help="with all: the Markdown page whose table is replaced")
    given = parser.parse_args(words)
    from dragoman.evaluation import evaluate_command

    return evaluate_command(
        given.task,
        given.gold,
        predictions=given.predictions,
        errors=given.errors,
        judge=given.judge,
        as_json=given.json,
        page=given.page,
        number=given.number,
        seed=given.seed,
    )


def bench(words: list[str]) -> int:
    """`dragoman bench throughput`: measure speed and memory on this machine; gives the exit code."""
    parser = Arguments(
        "bench", "Measure how fast reports are coded here, beside bare parsing of the same reports."
    )
    parser.add_argument("what", metavar="throughput", choices=("throughput",), help="what is measured")
    parser.parse_args(words[:1])
    from dragoman.evaluation.throughput import measure_throughput

    return measure_throughput(words[1:])
