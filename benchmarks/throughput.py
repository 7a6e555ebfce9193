"""How fast reports are coded, against the bare parser: see dragoman/evaluation/throughput.py.

python benchmarks/throughput.py [--articles N] [--json] [REPORTS ...]    also: dragoman bench throughput
"""

import sys

from dragoman.evaluation.throughput import measure_throughput

if __name__ == "__main__":
    sys.exit(measure_throughput())
