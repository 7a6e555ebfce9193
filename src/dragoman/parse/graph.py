"""Layers of the parser's model written as an ONNX graph, so that ONNX Runtime can run them.

ONNX files are Protocol Buffers; the few fields that are needed here are written by hand, since the package
that writes them is not needed for anything else. Field numbers: onnx.proto of ONNX 1.16, opset 17.
"""

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

FLOAT, INT64 = 1, 7
"""Types of numbers in a tensor."""


class Graph:
    """A graph in the making: each method adds to it and gives the name of what it adds."""

    def __init__(self) -> None:
        """Begin with nothing in it."""
        self._nodes = b""
        self._values = b""
        self._made = 0

    def constant(self, array: "np.ndarray") -> str:
        """A tensor of 32-bit floats or 64-bit integers."""
        name = self._name()
        kind = FLOAT if array.dtype.kind == "f" else INT64
        raw = array.astype("<f4" if kind == FLOAT else "<i8").tobytes()
        shape = b"".join(_field(1, size) for size in array.shape)
        self._values += _field(5, shape + _field(2, kind) + _field(8, name) + _field(9, raw))
        return name

    def add(self, operator: str, *inputs: str, **attributes: float) -> str:
        """A node of one output; its attributes are whole numbers or floats."""
        name = self._name()
        node = b"".join(_field(1, one) for one in inputs) + _field(2, name) + _field(4, operator)
        for key, value in attributes.items():
            number = (
                _field(3, value) + _field(20, 2)
                if isinstance(value, int)
                else bytes([2 << 3 | 5]) + struct.pack("<f", value) + _field(20, 1)
            )
            node += _field(5, _field(1, key) + number)
        self._nodes += _field(1, node)
        return name

    def model(self, given: str, width: int, found: str, found_width: int) -> bytes:
        """The whole file: from matrix `given` to matrix `found`, both of any number of rows."""
        graph = (
            self._nodes
            + _field(2, "layers")
            + self._values
            + _field(11, _matrix(given, width))
            + _field(12, _matrix(found, found_width))
        )
        return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 17))

    def _name(self) -> str:
        self._made += 1
        return f"v{self._made}"


def _matrix(name: str, width: int) -> bytes:
    shape = _field(1, _field(2, "rows")) + _field(1, _field(1, width))
    return _field(1, name) + _field(2, _field(1, _field(1, FLOAT) + _field(2, shape)))


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value & (1 << 64) - 1)
    raw = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(raw)) + raw


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])
