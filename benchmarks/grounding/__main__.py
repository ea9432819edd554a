"""Measures grounding from one command: `.venv/bin/python -m benchmarks.grounding DATA`.

DATA is the folder of public data; without it only the project's own sets are scored.
"""

import argparse
from pathlib import Path

from benchmarks.grounding import checkworthy, contrast, drift, public, speed
from benchmarks.grounding.judging import Grounding


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grounding", description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", help="folder of the public data")
    parser.add_argument("--most", type=int, default=250, help="items of a set at most")
    parser.add_argument("--documents", type=int, help="of a domain of the contrast suite, at most")
    chosen = parser.parse_args()
    grounding = Grounding()
    error = grounding.calibration.ece
    print("== Not checkworthy, own items")
    checkworthy.main()
    print("\n== Contrast suite, own text: recall of edits")
    contrast.measure(grounding, most=chosen.documents)
    if chosen.data:
        print("\n== Public sets, never trained on")
        public.measure(chosen.data, grounding, most=chosen.most)
        print("\n== Irrelevant evidence added")
        drift.measure(chosen.data, grounding, most=chosen.most)
    print("\n== Calibration of single claims, as the calibration file states it")
    for name, estimate in (("in domain", error.in_domain), ("left-out source", error.left_out)):
        if estimate:
            print(f"{name}: {estimate.value:.3f} ({estimate.low:.3f}-{estimate.high:.3f})")
    print("\n== Speed")
    speed.pair()
    speed.answer(grounding, Path("fixtures/medical/corpus"))


if __name__ == "__main__":
    main()
