"""Exports the trained network to ONNX with 8-bit weights, which is what ships.

Weights are quantised per channel, activations as they come (dynamic quantisation): no calibration
data is needed, and every pair is scaled by its own activations alone.
"""

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from detectors.cross_encoder import MODEL, TOKENIZER
from detectors.training.network import CrossEncoderNetwork

OPSET = 18


class _OnePair(nn.Module):
    """The network for a single pair, so without padding."""

    def __init__(self, network: CrossEncoderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor, claims: Tensor) -> tuple[Tensor, Tensor]:
        scored = self.network(ids, types, torch.ones_like(ids), claims)
        return scored.verdicts, scored.words


def export(network: CrossEncoderNetwork, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the model and its tokenizer as `CrossEncoder` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / MODEL
        _write(network, whole)
        quantize_dynamic(
            whole, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    without_traces(folder / MODEL)
    tokenizer.save(str(folder / TOKENIZER))


def without_traces(path: Path) -> None:
    """Take out where in whose checkout each node was made, which says nothing of the model."""
    model = onnx.load(path)
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del part.metadata_props[:]
        part.doc_string = ""
    for weight in graph.initializer:
        del weight.metadata_props[:]
    onnx.save(model, path)


def _write(network: CrossEncoderNetwork, path: Path) -> None:
    ids = torch.arange(1000, 1016).unsqueeze(0)
    claims = torch.zeros_like(ids, dtype=torch.bool)
    claims[:, 1:6] = True
    tokens = torch.export.Dim.DYNAMIC
    torch.onnx.export(
        _OnePair(network).eval(),
        (ids, torch.zeros_like(ids), claims),
        str(path),
        input_names=["ids", "types", "claims"],
        output_names=["verdicts", "words"],
        dynamic_shapes=({1: tokens}, {1: tokens}, {1: tokens}),
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )
