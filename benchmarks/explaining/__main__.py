"""Measures explaining from one command: `.venv/bin/python -m benchmarks.explaining`.

Each table is a module of its own with a function `measure`; a new one is called from here. Those
that train models with planted words take long and are called by themselves:
`benchmarks.explaining.influence`, `benchmarks.explaining.shortcuts`.
"""

import argparse

from benchmarks.explaining import counterfactuals, faithfulness, throughput
from benchmarks.explaining.subject import medical


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explaining", description=__doc__)
    parser.add_argument("--most", type=int, default=50, help="texts that are explained at most")
    chosen = parser.parse_args()
    subject = medical()
    print("== Inputs per second and core, and how far scores miss their sum")
    throughput.measure(subject, most=chosen.most)
    print("\n== Faithfulness, random weights, stability, agreement")
    faithfulness.measure(subject, most=chosen.most)
    print("\n== Fewest word changes that flip a decision")
    counterfactuals.measure()


if __name__ == "__main__":
    main()
