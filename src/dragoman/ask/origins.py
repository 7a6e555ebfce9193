"""Which acts rest on one origin: one report, or copies of one, however often they were printed."""

from dragoman.merge.cluster import Event
from dragoman.merge.families import independent


def rests_on_one_origin(event: Event) -> bool:
    """Are all the reports that tell of the act of one family?"""
    return len(event.reports) == 1 or independent(t.held.document for t in event.told)[1] == 1
