"""Who met whom as a drawing: parties as circles, what was held between them as lines, plans as dashes.

The places of the circles come from a spring layout with a fixed seed, so that a page reads the same twice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT, MARGIN = 900, 560, 80
SEED = 7


def drawn(parties: Sequence[Mapping[str, Any]], pairs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Circles and lines with their places, for the template to write as SVG.

    Args:
        parties: `id`, `name`, `meetings`.
        pairs: as the answer of `matrix` gives them.
    """
    import networkx

    known = {party["id"] for party in parties}
    lines = [p for p in pairs if p["party"]["id"] in known and p["other"]["id"] in known]
    graph = networkx.Graph()
    graph.add_nodes_from(party["id"] for party in parties)
    for pair in lines:
        held = pair["met"] + pair["spoke"]
        graph.add_edge(pair["party"]["id"], pair["other"]["id"], weight=1 + held**0.5)
    alone = [node for node in graph if not graph.degree(node)]
    graph.remove_nodes_from(alone)
    if not graph:
        return {"width": WIDTH, "height": HEIGHT, "circles": [], "lines": []}
    places = networkx.spring_layout(graph, k=2.2 / len(graph) ** 0.5, iterations=200, seed=SEED)
    at = _spread({node: (float(place[0]), float(place[1])) for node, place in places.items()})
    most = max((party["meetings"] for party in parties), default=1) or 1
    circles = [
        {
            "id": party["id"],
            "name": party["name"],
            "meetings": party["meetings"],
            "x": at[party["id"]][0],
            "y": at[party["id"]][1],
            "r": round(7 + 17 * (party["meetings"] / most) ** 0.5, 1),
        }
        for party in parties
        if party["id"] in at
    ]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "circles": circles,
        "lines": [
            {
                "from": at[p["party"]["id"]],
                "to": at[p["other"]["id"]],
                "party": p["party"],
                "other": p["other"],
                "held": p["met"] + p["spoke"],
                "planned": p["planned"],
                "width": round(1.2 + 1.6 * (p["met"] + p["spoke"]) ** 0.5, 1),
            }
            for p in lines
        ],
    }


def _spread(places: dict[Any, tuple[float, float]]) -> dict[Any, tuple[float, float]]:
    """The places stretched over the drawing, each axis by the order and the distance of what stands on it."""
    made: dict[Any, list[float]] = {node: [] for node in places}
    for axis, size in ((0, WIDTH), (1, HEIGHT)):
        order = sorted(places, key=lambda node: (places[node][axis], str(node)))
        low, high = places[order[0]][axis], places[order[-1]][axis]
        for rank, node in enumerate(order):
            even = rank / max(1, len(order) - 1)
            true = (places[node][axis] - low) / (high - low) if high > low else 0.5
            share = 0.45 * even + 0.55 * true if len(order) > 1 else 0.5
            made[node].append(round(MARGIN + share * (size - 2 * MARGIN), 1))
    return {node: (place[0], place[1]) for node, place in made.items()}
