"""How fast the knowledge of actors loads and answers, and what it holds in memory.

    python benchmarks/actors.py

Prints, for this machine: seconds to load the tables (processor time, best of five fresh processes), memory
that they and the name finder add, names found in running text (through the automaton), names and surnames
looked up, holders of an office on a day, and names resolved with reasons, each per second.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable

LOADING = (
    "import time; from dragoman.actors import knowledge; t = time.process_time(); "
    "knowledge.load_knowledge(); print(time.process_time() - t)"
)


def main() -> None:
    """Measure and print."""
    runs = [
        subprocess.run([sys.executable, "-c", LOADING], capture_output=True, check=True) for _ in range(5)
    ]
    print(f"load: {min(float(run.stdout) for run in runs):.3f} s")
    from dragoman.actors.knowledge import load_knowledge
    from dragoman.actors.resolve import resolve_person
    from dragoman.actors.titles import title_lexicon

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    knowledge = load_knowledge()
    automaton, patterns = knowledge.finder
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    terms = sum(map(len, knowledge.terms.values()))
    print(f"memory: {added:.0f} MB for {len(knowledge.actors):,} actors and {terms:,} terms of office")
    names = list(patterns)
    text = ". ".join(names)
    found = per_second(lambda: len(automaton.find_matches_as_indexes(text, overlapping=True)))
    print(f"names found in text: {found:,.0f} a second")
    surnames = list(knowledge.surnames)

    def look_up() -> int:
        for name in names:
            knowledge.surfaces.get(name)
        for name in surnames:
            knowledge.surnames.get(name)
        return len(names) + len(surnames)

    print(f"names and surnames looked up: {per_second(look_up):,.0f} a second")
    offices = [office for office in knowledge.offices if office[1] in title_lexicon().one_holder]

    def holders() -> int:
        for country, role in offices:
            knowledge.holders(country, role, "2023-05-01")
        return len(offices)

    print(f"holders of an office on a day: {per_second(holders):,.0f} a second")
    people = [a for a in knowledge.actors.values() if a.kind == "person"][::7]

    def resolve() -> int:
        for person in people:
            resolve_person(
                person.name, (person.id,), role="", countries=(), on="2023-05-01", context=frozenset(),
                knowledge=knowledge,
            )  # fmt: skip
        return len(people)

    print(f"names resolved with reasons: {per_second(resolve):,.0f} a second")


def per_second(run: Callable[[], int]) -> float:
    """Units a second of processor time, best of three; `run` gives how many it did."""
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        done = run()
        best = max(best, done / (time.process_time() - began))
    return best


if __name__ == "__main__":
    main()
