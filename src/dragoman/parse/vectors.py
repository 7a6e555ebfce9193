"""The words of sentences as vectors, as the model's own layers give them, with less work.

What a word is by itself depends on its letters alone, and is computed once a word. Its neighbours are then
mixed in by convolutions, which ONNX Runtime runs more than twice as fast as the parser library does.
There each row is reckoned by itself, in the same order of additions whatever stands beside it: a sentence
has the same vectors, to the last bit, alone and in a crowd.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.parse.graph import Graph

if TYPE_CHECKING:
    import numpy as np
    from spacy.language import Language
    from spacy.tokens import Doc

Network = Any
"""A `thinc.Model`, whose types do not fit the arrays it is used with."""

MOST = 100_000
"""Words kept, 40 MB a network; with one more all are forgotten, and reckoned again as they come."""

ROWS = 1_024
"""Words put through the convolutions at a time, about: what fits the cache of a core."""

TINY = 1e-8
"""What the layers add to a variance before they divide by its root."""


def quicken(nlp: "Language") -> None:
    """Have each network of the pipeline that turns words into vectors do it the short way."""
    components: list[Any] = [component for _, component in nlp.pipeline]
    for component in components:
        whole: Network = getattr(component, "model", None)
        for node in list(whole.walk()) if whole else ():
            if not {"embed", "encode"} <= set(node.ref_names):
                continue
            quick = _as_layer(Vectors(node), node.get_dim("nO"))
            if node is whole:
                component.model = quick
            else:
                whole.replace_node(node, quick)


def _as_layer(vectors: "Vectors", width: int) -> Network:
    from thinc.model import Model

    def forward(_: Any, docs: "Sequence[Doc]", is_train: bool) -> tuple[Any, Callable[..., Any]]:  # noqa: ANN401
        if is_train:
            raise NotImplementedError("this network is for reading, not for training")
        return vectors(docs), lambda _: []

    return Model("vectors", forward, dims={"nO": width})


class Vectors:
    """A network of spaCy (MultiHashEmbed, MaxoutWindowEncoder) as a function of sentences."""

    def __init__(self, network: Network) -> None:
        """Take the weights of `network`."""
        import numpy as np

        embed, encode = network.get_ref("embed"), network.get_ref("encode")
        first, *self._letters = embed.layers
        self._columns = first.attrs["columns"]
        self._pad: int = encode.attrs["pad"]
        self._known: dict[bytes, int] = {}
        # Its first row is what stands between sentences: nothing.
        self._table = np.zeros((MOST, network.get_dim("nO")), "float32")
        self._session = _session(_convolutions(encode))

    def __call__(self, docs: "Sequence[Doc]") -> "list[np.ndarray]":
        """A matrix for each sentence, a row a word."""
        import numpy as np

        words = [np.ascontiguousarray(doc.to_array(self._columns), "uint64") for doc in docs]
        numbers = self._numbers(np.concatenate(words)) if words else []
        found: list[np.ndarray] = []
        waiting: list[int] = [0] * self._pad
        lengths: list[int] = []
        at = 0
        for word in words:
            lengths.append(len(word))
            waiting += numbers[at : at + len(word)]
            waiting += [0] * self._pad
            at += len(word)
            if len(waiting) >= ROWS:
                found += self._mixed(waiting, lengths)
                waiting, lengths = [0] * self._pad, []
        return found + self._mixed(waiting, lengths)

    def _mixed(self, numbers: list[int], lengths: Iterable[int]) -> "list[np.ndarray]":
        [mixed] = self._session.run(None, {"words": self._table[numbers]})
        found, at = [], self._pad
        for length in lengths:
            found.append(mixed[at : at + length])
            at += length + self._pad
        return found

    def _numbers(self, words: "np.ndarray") -> list[int]:
        """For each word, a row of features, its row in the table."""
        keys: list[bytes] = words.view(f"V{words.itemsize * words.shape[1]}").ravel().tolist()
        new = {key: n for n, key in enumerate(keys) if key not in self._known}
        if len(self._known) + len(new) >= len(self._table):
            new = {key: n for n, key in enumerate(keys)}
            self._forget(len(new))
        if new:
            self._learn(words[list(new.values())], new)
        return [self._known[key] for key in keys]

    def _forget(self, coming: int) -> None:
        import numpy as np

        self._known.clear()
        self._table = np.zeros((max(MOST, coming + 1), self._table.shape[1]), "float32")

    def _learn(self, words: "np.ndarray", keys: Iterable[bytes]) -> None:
        rows: Any = [words]
        for layer in self._letters:
            rows = layer.predict(rows)
        first = len(self._known) + 1
        self._table[first : first + len(words)] = rows[0]
        self._known.update((key, first + n) for n, key in enumerate(keys))


def _convolutions(encode: Network) -> bytes:
    """The layers that mix in the neighbours: each adds to a word what it sees beside it."""
    import numpy as np

    maxouts = [node for node in encode.walk() if node.name == "maxout"]
    norms = [node for node in encode.walk() if node.name == "layernorm"]
    graph, at = Graph(), "words"
    width: int = norms[0].get_dim("nO")
    nothing = graph.constant(np.zeros((1, width), "float32"))
    start, second, end, beyond, rows = (graph.constant(np.array([n])) for n in (0, 1, -1, 1 << 40, 0))
    for maxout, norm in zip(maxouts, norms, strict=True):
        before = graph.add("Concat", nothing, graph.add("Slice", at, start, end, rows), axis=0)
        after = graph.add("Concat", graph.add("Slice", at, second, beyond, rows), nothing, axis=0)
        seen = graph.add("Concat", before, at, after, axis=1)
        weights, biases = maxout.get_param("W"), maxout.get_param("b")
        pieces = [
            graph.add(
                "Gemm",
                seen,
                graph.constant(np.ascontiguousarray(weights[:, piece].T)),
                graph.constant(biases[:, piece]),
            )
            for piece in range(weights.shape[1])
        ]
        scale, shift = graph.constant(norm.get_param("G")), graph.constant(norm.get_param("b"))
        best = graph.add("Max", *pieces)
        at = graph.add("Add", at, graph.add("LayerNormalization", best, scale, shift, epsilon=TINY))
    return graph.model("words", width, at, width)


def _session(graph: bytes) -> Any:  # noqa: ANN401 - the library has no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
