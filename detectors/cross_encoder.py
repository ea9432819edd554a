"""The entailment model that ships: a cross-encoder of all-MiniLM-L6-v2's size (22.7M parameters).

It reads claim and premise together and gives the verdict of the pair, and for each word of the
claim whether the premise bears it out. `detectors/training` trains it; what runs here is its export
in 8 bits, a third of the size and of the time, by ONNX Runtime.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from scipy.special import expit, softmax
from tokenizers import Tokenizer

from detectors.entailment import Pair, PairScore, WordSupport
from detectors.errors import ModelError
from detectors.pair_encoding import EncodedPair, encode_pairs
from detectors.records import Entailment

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
LABELS = ("supported", "refuted", "not_enough_info")
"""Order of the verdict logits."""

SHIPPED = Path(__file__).with_name("weights") / "entailment"


class CrossEncoder:
    """Scores pairs on a CPU, each by itself, so a pair's score never depends on its neighbours."""

    name = "entailment"

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, *, sha256: str
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.sha256 = sha256
        """Of the model file."""

    @classmethod
    def load(cls, folder: Path = SHIPPED, *, threads: int = 2) -> "CrossEncoder":
        """The model in `folder`; raises `ModelError` where a file is missing or does not fit."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            weights = (folder / MODEL).read_bytes()
            session = onnxruntime.InferenceSession(
                weights, options, providers=["CPUExecutionProvider"]
            )
            tokenizer = read_tokenizer(folder)
        except Exception as problem:  # ONNX Runtime and the tokenizer raise their own kinds
            raise ModelError(f"{folder}: is not a cross-encoder of ours: {problem}") from None
        return cls(session, tokenizer, sha256=hashlib.sha256(weights).hexdigest())

    def score(self, pairs: Sequence[Pair]) -> list[PairScore]:
        """The verdict and the words of each pair. One at a time: padding would waste the CPU's
        time, and in 8 bits a batch shares its scale, so neighbours would change the score."""
        unique = list(dict.fromkeys(pairs))
        encoded = encode_pairs(self._tokenizer, unique)
        known = {pair: self._score(each) for pair, each in zip(unique, encoded, strict=True)}
        return [known[pair] for pair in pairs]

    def _score(self, pair: EncodedPair) -> PairScore:
        verdicts, words = self._session.run(None, as_arrays(pair))  # (1, 3) and (1, t) logits
        shares = softmax(verdicts[0].astype(np.float64))
        supported, refuted = (round(float(share), 5) for share in shares[:2])
        rest = max(0.0, round(1 - supported - refuted, 5))
        return PairScore(
            Entailment(supported=supported, refuted=refuted, not_enough_info=rest),
            tuple(
                WordSupport(start, end, round(float(expit(logit)), 4))
                for (start, end), logit in zip(
                    pair.claim_offsets, words[0, 1 : 1 + pair.claim_tokens], strict=True
                )
            ),
        )


def as_arrays(pair: EncodedPair) -> dict[str, NDArray[np.int64] | NDArray[np.bool_]]:
    """The inputs of the network for one pair, (1, t) each."""
    places = np.arange(len(pair.input_ids))
    return {
        "ids": np.array([pair.input_ids]),
        "types": np.array([pair.token_types]),
        "claims": ((places > 0) & (places <= pair.claim_tokens))[None],
    }


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in `folder`, cutting and padding nothing."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
