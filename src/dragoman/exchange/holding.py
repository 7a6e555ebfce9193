"""What an export is made of: the claims and acts that a question leaves, streamed from the record."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from dragoman import __version__
from dragoman.ask import views
from dragoman.ask.query import Question
from dragoman.exchange.formats import Held
from dragoman.merge.lifecycle import Life
from dragoman.store import HeldClaim, Record


def held_in(record: Record, question: Question) -> Held:
    """What the record holds of what is asked."""

    def claims() -> Iterator[HeldClaim]:
        return views.each_claim(record, question)

    def lives() -> Iterable[Life]:
        from dragoman.ask.events import events
        from dragoman.merge.lifecycle import life_of

        wanted = {held.claim.id for held in claims()}
        found = events(record, question.as_of, question.min_confidence or 0.0)
        several = [event for event in found if any(told.claim.id in wanted for told in event.told)]
        return [life for event in several if (life := life_of(event))]

    asked = {name: value for name, value in asdict(question).items() if value not in (None, (), 0, False)}
    return Held(claims, lives, {"program": f"dragoman {__version__}", "asked": asked})
