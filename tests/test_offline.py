"""The audit opens no connection but to this machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from audit.shipped import shipped_suite

ROOT = Path(__file__).resolve().parents[1]
CLOSED = {**os.environ, "PYTHONPATH": str(ROOT / "tests" / "offline")}


def test_the_closed_network_refuses_what_is_not_loopback() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], env=CLOSED, capture_output=True, text=True)
    assert "the network is closed in this test" in done.stderr


def test_a_live_local_model_is_audited_with_the_network_closed(tmp_path: Path) -> None:
    suite = few_cases(tmp_path / "suite")
    command = [sys.executable, "-m", "audit", "run", str(suite), "--subject", "large"]
    done = subprocess.run(
        [*command, "--out", "run", "--cache", str(tmp_path / "cache")],
        cwd=tmp_path,
        env=CLOSED,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (1, 3), done.stderr
    lines = (tmp_path / "run" / "run.jsonl").read_text(encoding="utf-8").split("\n")
    plan, *results, end, _seal = [json.loads(line) for line in lines if line]
    assert plan["subjects"][0]["loopback"] is True
    assert plan["left_out"] == ["small"]
    assert end["results"] == 4
    for result in results:
        assert "error" not in result
        assert result["answer"]["completion_tokens"] > 0


def few_cases(folder: Path) -> Path:
    """The shipped suite with two cases of each task."""
    shutil.copytree(shipped_suite("medical").parent, folder)
    for name in ("topics.jsonl", "questions.jsonl"):
        rows = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(rows[:2]), encoding="utf-8")
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    suite = suite.replace(", injection", "")  # none of these cases holds an attack
    suite = suite.replace(", fluency", "")  # the test of the wheel has it, and takes its time
    suite = re.sub("learning_curve: .*", "", suite)  # two cases make no curve
    gates = "gates:\n  - {subject: large, metric: accuracy, at_least: 0.5}\n"
    (folder / "suite.yaml").write_text(suite[: suite.index("gates:")] + gates, encoding="utf-8")
    return folder


LOOKED_THROUGH = """
import sys
LOOKUPS = ("socket.connect", "socket.getaddrinfo")
tried = []
sys.addaudithook(lambda event, _: tried.append(event) if event.startswith("socket.") else None)
from detectors.personal_data import scanner
from detectors.personal_kinds import PrivacyOptions
text = "jane@example.co.uk, +44 20 7946 0958"
(found,) = scanner(PrivacyOptions().wanted, 0.5, None).scan([text])
print([one.kind for one in found], [event for event in tried if event in LOOKUPS])
"""


def test_personal_data_is_found_without_so_much_as_trying_to_connect() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKED_THROUGH], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['EMAIL_ADDRESS', 'PHONE_NUMBER'] []\n"
