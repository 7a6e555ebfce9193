"""What the shipped encoder makes of given words: the vectors inside it, which the classifier never shows.

The same weights as `events.classify`; the outputs of layers 2, 4 and 6 are asked for beside the answer. Two
words in like company that tell like acts get like vectors ("seized", "captured").
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from dragoman.data import read_bytes, read_text
from dragoman.events.classify import FIRST, LAST, LONGEST, load_classifier
from dragoman.parse.syntax import Sentence

if TYPE_CHECKING:
    from numpy import ndarray

LAYERS = (1, 3, 5)
WIDTH = 384
Range = tuple[int, int]


@cache
def _session() -> Any:  # noqa: ANN401 - of onnxruntime, imported late
    import onnxruntime

    # A message of Protocol Buffers goes on where the file ends: these bytes add outputs to the graph.
    names = b"".join(_field(12, _field(1, name.encode())) for name in _outputs())
    weights = read_bytes("classifier/model.onnx") + _field(7, names)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def _outputs() -> list[str]:
    return [f"/layers.{n}/norm2/LayerNormalization_output_0" for n in LAYERS]


def _field(number: int, content: bytes) -> bytes:
    length, size = len(content), bytearray()
    while length > 127:
        size.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2]) + bytes([*size, length]) + content


@cache
def load_means() -> dict[str, "ndarray"]:
    """The mean of many words (a row a layer), of their sentences and of reports, by which others are seen.

    Those of the dev half of ECB+, by `training/coref`: so that no vector depends on what else is asked.
    """
    import numpy as np

    table = json.loads(read_text("act_vectors.json"))
    return {kind: np.array(table[kind], dtype=np.float32) for kind in ("words", "sentences", "reports")}


def encode_sentence(sentence: Sentence, spans: Sequence[Range]) -> tuple["ndarray", "ndarray"]:
    """The vectors of the words at `spans`, and of the whole sentence.

    Args:
        sentence: where they stand.
        spans: half-open ranges of the report's text.

    Returns:
        One row a span, one column a layer of `LAYERS`, each `WIDTH` numbers, 0 where a word is beyond the
        pieces that are read; and `WIDTH` numbers, the mean of the last layer.
    """
    import numpy as np

    numbers, ranges = load_classifier().pieces.cut(sentence.text)
    numbers, ranges = numbers[: LONGEST - 2], ranges[: LONGEST - 2]
    layers = _session().run(_outputs(), {"ids": [[FIRST, *numbers, LAST]], "at": [[0, 0]]})
    found = np.zeros((len(spans), len(LAYERS), WIDTH), dtype=np.float32)
    for n, (start, end) in enumerate(spans):
        a, b = start - sentence.start, end - sentence.start
        inside = [k + 1 for k, (first, last) in enumerate(ranges) if first < b and a < last]
        if inside:
            found[n] = [layer[0][inside].mean(0) for layer in layers]
    return found, layers[-1][0].mean(0)
