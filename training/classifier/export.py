"""Writes the model as an int8 ONNX file for one sentence at a time."""

import tempfile
from pathlib import Path

import torch
from torch import nn


class OneSentence(nn.Module):
    """The model without padding; the temperatures are in its last layer."""

    def __init__(self, model, temperature, slope, offset):
        super().__init__()
        self.model = model.eval()
        with torch.no_grad():
            head = model.head
            head.weight[:-1] /= temperature
            head.bias[:-1] /= temperature
            head.weight[-1] *= slope
            head.bias[-1] = head.bias[-1] * slope + offset
        model.frozen = 0

    def forward(self, ids, at):
        m = self.model
        x = m.norm(m.words(ids) + m.places.weight[: ids.shape[1]] + m.kind)
        for layer in m.layers:
            x = layer(x, None)
        marked = torch.index_select(x[0], 0, at[0])
        return m.head(torch.cat([x.mean(1), marked[0:1], marked[1:2]], dim=-1))


def export(model, path: Path, *, temperature=1.0, slope=1.0, offset=0.0):
    from onnxruntime.quantization import QuantType, quantize_dynamic

    one = OneSentence(model, temperature, slope, offset).eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            one, (torch.tensor([[101, 1, 2000, 2, 3, 2100, 4, 102]]), torch.tensor([[1, 4]])), str(plain),
            input_names=["ids", "at"], output_names=["logits"], dynamic_axes={"ids": {1: "length"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        # Seven bits a weight: with eight, processors without VNNI would overflow and answer otherwise.
        quantize_dynamic(
            plain,
            path,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
