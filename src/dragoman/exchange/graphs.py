"""Who met whom as a network: persons, states and organisations are nodes, their meetings and calls edges.

Formats: GraphML (graphml.graphdrafting.org) and GEXF 1.2 (gexf.net), both written by networkx;
`docs/formats/graphml.md`. Counted as `dragoman matrix` counts: two met where one act was held and both are
told to have taken part.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from dragoman.ask.events import day_of
from dragoman.ask.meetings import coming_to, has_own_name, kind_of_meeting
from dragoman.exchange.acts import RAISED, count_left_out
from dragoman.exchange.addresses import fit
from dragoman.exchange.formats import Held, Written
from dragoman.merge.lifecycle import Life
from dragoman.records import Participant

if TYPE_CHECKING:
    import networkx

NO_MEETING: Final = "an act, but no meeting or call"
CALLED_OFF: Final = "the meeting was put off, called off or not held"
ALONE: Final = "fewer than two parties with a name are told to have taken part"


@dataclass
class _Between:
    """What two parties did together, as it is counted up."""

    met: list[Life] = field(default_factory=list)
    spoke: list[Life] = field(default_factory=list)
    planned: list[Life] = field(default_factory=list)


def write_graphml(given: Held, out: BinaryIO) -> Written:
    """Write the network as GraphML."""
    from networkx import write_graphml_xml

    return _write(given, lambda graph: write_graphml_xml(graph, out, encoding="utf-8"))


def write_gexf(given: Held, out: BinaryIO) -> Written:
    """Write the network as GEXF."""
    from networkx import write_gexf as write_with

    return _write(given, lambda graph: write_with(graph, out, encoding="utf-8", version="1.2draft"))


def _write(given: Held, put: "Callable[[networkx.Graph], None]") -> Written:
    sorted_out: dict[str, str | None] = {}
    graph = network(given, sorted_out)
    put(graph)
    return Written(graph.number_of_edges(), count_left_out(given, sorted_out))


def network(given: Held, sorted_out: dict[str, str | None] | None = None) -> "networkx.Graph":
    """The network.

    Args:
        sorted_out: filled with claim id and the reason why its act is not in the network, None where it is.
    """
    from networkx import Graph

    between: dict[tuple[str, str], _Between] = {}
    nodes: dict[str, dict[str, Any]] = {}
    for life in given.lives():
        kind, sides = kind_of_meeting(life), _sides_of(life)
        pairs = [pair for pair in combinations(sorted(sides), 2) if not _is_of(*(sides[key] for key in pair))]
        reason = _unfit(life, kind, pairs)
        if sorted_out is not None:
            sorted_out.update((told.claim.id, reason) for told in life.event.told)
        if reason or kind is None:
            continue
        for key in {key for pair in pairs for key in pair}:
            known = nodes.setdefault(key, {})
            known.update(
                {name: value for name, value in _node(sides[key]).items() if value or name not in known}
            )
        for pair in pairs:
            getattr(between.setdefault(pair, _Between()), kind).append(life)
    graph = Graph(name=f"who met whom, by {given.about.get('program', 'dragoman')}")
    graph.graph["asked"] = fit("; ".join(f"{k}: {v}" for k, v in given.about.get("asked", {}).items()))
    for key in sorted(nodes):
        graph.add_node(fit(key), **nodes[key])
    for pair in sorted(between):
        graph.add_edge(*map(fit, pair), **_edge(between[pair]))
    return graph


def _unfit(life: Life, kind: str | None, pairs: Iterable[object]) -> str | None:
    if not any(told.claim.event_type == "CONSULT" for told in life.event.told):
        return NO_MEETING
    if kind is None:
        return RAISED if life.stage == "raised" else CALLED_OFF
    return None if pairs else ALONE


def _sides_of(life: Life) -> dict[str, Participant]:
    """Key and last mention of the parties that took part and have a name of their own."""
    named = {
        (p.actor or p.name): p
        for told in life.event.told
        for p in told.claim.participants
        if p.kind in ("person", "state", "organisation") and has_own_name(p.actor, p.name)
    }
    sides: dict[str, Participant] = {}
    for party in coming_to(life):
        found = named.get(party.actor or party.name)
        if found is not None:
            key = found.country if found.kind == "state" and found.country else found.actor or found.name
            sides[key] = found
    return sides


def _is_of(one: Participant, other: Participant) -> bool:
    """Is one the state of the other? "Lavrov and Russia" are not a pair that met."""
    return one.country is not None and one.country == other.country and "state" in (one.kind, other.kind)


def _node(party: Participant) -> dict[str, Any]:
    """What is known of a node; empty where nothing is, since the formats have no word for that."""
    return {
        "label": fit(party.name),
        "kind": party.kind,
        "actor": fit(party.actor or ""),
        "country": fit(party.country or ""),
        "sector": fit(party.sector or ""),
    }


def _edge(pair: _Between) -> dict[str, Any]:
    held = [*pair.met, *pair.spoke]
    days = sorted(day_of(life) for life in held)
    plans = sorted(day_of(life) for life in pair.planned)
    claims = [told.claim.id for life in (*held, *pair.planned) for told in life.event.told]
    return {
        "weight": len(held),
        "held": len(held),
        "met": len(pair.met),
        "spoke": len(pair.spoke),
        "planned": len(plans),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
        "next": plans[0] if plans else "",
        "claims": " ".join(dict.fromkeys(claims)),
    }
