"""The exceptions of Dragoman, grouped by what the caller should do.

    DragomanError
    ├── SettingsError     mend the settings, the command or a data file, then run again
    ├── ReportError       set this report aside, count it, go on with the next
    └── RecordError       the record at rest cannot be used as it is

Every message speaks as to a colleague: what, where, found, expected, next step. The parts stay
on the exception as attributes, so that an interface can show them in its own way.
"""


class DragomanError(Exception):
    """A foreseen failure. Its text is one line that a person can act on.

    Attributes:
        what: what is wrong, in a few words.
        where: file, report or row; empty where it is plain.
        found: what stood there; empty where it is not known.
        expected: what should have stood there; empty where it is plain.
        next_step: what to do now; empty where nothing can be done.
    """

    def __init__(
        self, what: str, *, where: str = "", found: str = "", expected: str = "", next_step: str = ""
    ) -> None:
        self.what, self.where, self.found = what, where, found
        self.expected, self.next_step = expected, next_step
        super().__init__(self.line())

    def line(self) -> str:
        """The message on one line.

        >>> ReportError("not JSON", where="day.jsonl:3", found="'id: 7'", next_step="mend it").line()
        "day.jsonl:3: not JSON; found 'id: 7'; mend it"
        """
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.found:
            parts.append(f"found {self.found}")
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.next_step:
            parts.append(self.next_step)
        return "; ".join(part.replace("\n", " ") for part in parts)


class SettingsError(DragomanError):
    """Settings, command words or a data file are wrong: mend them, then run again."""


class ReportError(DragomanError):
    """One report cannot be read or coded: set it aside, count it, go on."""


class RecordError(DragomanError):
    """The record at rest is damaged, newer than this program, or not a record."""


FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What code raises on a report that nobody foresaw (RecursionError is a RuntimeError). Lack of memory or
disk, and an interruption, are no report's fault and not among them."""


def fault_of(error: Exception, whose: str) -> ReportError:
    """An unforeseen failure on one report, told as what it is: a fault of ours.

    Args:
        whose: what failed, such as "the coder".
    """
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f" in {at.tb_frame.f_code.co_filename.rpartition('/')[2]}, line {at.tb_lineno}" if at else ""
    return ReportError(
        f"{whose} failed on it",
        found=f"{type(error).__name__}{where}",
        next_step="this is a fault of Dragoman; send its makers the report",
    )
