"""Whatever is done to a record is found and located, by a verifier that needs nothing of ours.

The digests are computed a second time here, from the words of docs/record.md alone.
"""

import ast
import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from reports import verify_record
from reports.record_writer import MerkleTree, RecordWriter, write_run
from reports.run import End, Run
from reports.verify_record import Problem, check_proof, levels, root_from, root_of, verify

Lines = list[bytes]


@pytest.fixture(scope="module")
def lines(sample: Run) -> Lines:
    """Of a whole record, each with its end."""
    written: Lines = []
    write_run(written.append, sample)
    return written


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def tree_head(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, as its section 2.1 has it."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\1" + tree_head(leaves[:half]) + tree_head(leaves[half:]))


def found(path: Path, lines: Sequence[bytes]) -> Problem:
    path.write_bytes(b"".join(lines))
    problem = verify(str(path)).problem
    assert problem is not None
    return problem


def test_a_record_is_what_the_documentation_says(lines: Lines, tmp_path: Path) -> None:
    *under, seal = [line[:-1] for line in lines]
    prev = "0" * 64
    for line in under:
        assert line.startswith(f'{{"prev":"{prev}","record":"'.encode())
        prev = sha(b"\0" + line).hex()
    root = tree_head([sha(b"\0" + line) for line in under]).hex()
    stated = f'{{"prev":"{prev}","record":"seal","lines":{len(under)},"root":"{root}"}}'
    assert seal == stated.encode()
    (tmp_path / "run.jsonl").write_bytes(b"".join(lines))
    assert verify(str(tmp_path / "run.jsonl")) == (len(under), 0, root, None)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100])
def test_three_ways_to_the_root_agree(size: int) -> None:
    leaves = [sha(bytes([number])) for number in range(size)]
    tree = MerkleTree()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root == root_of(leaves) == tree_head(leaves).hex()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_a_path_leads_to_the_root_from_its_own_leaf_alone(size: int) -> None:
    leaves = [sha(bytes([number])) for number in range(size)]
    tree = list(levels(leaves))
    for at, leaf in enumerate(leaves):
        steps = [level[(at >> up) ^ 1 :][:1] for up, level in enumerate(tree[:-1])]
        path = [step[0] for step in steps if step]
        assert root_from(leaf, at, size, path) == root_of(leaves)
        assert root_from(sha(b"other"), at, size, path) != root_of(leaves)
        assert root_from(leaf, at, size, [*path, leaf]) is None
        assert root_from(leaf, size, size, path) is None


class Damage(NamedTuple):
    """A record that somebody has been at."""

    kinds: tuple[str, ...]
    """What it may be called."""
    line: int
    """The first line that is wrong, from 1."""
    content: bytes


def flipped(lines: Lines, chance: random.Random) -> Damage:
    """One bit of one byte is another."""
    whole = bytearray(b"".join(lines))
    at = chance.randrange(len(whole))
    whole[at] ^= 1 << chance.randrange(8)
    kinds = ("changed", "cut short", "end wrong")
    return Damage(kinds, bytes(b"".join(lines)[:at]).count(b"\n") + 1, bytes(whole))


def dropped(lines: Lines, chance: random.Random) -> Damage:
    """Some lines in a row are gone."""
    start = chance.randrange(len(lines))
    end = min(len(lines), start + chance.choice((1, 1, 1, 2, 7)))
    content = b"".join((*lines[:start], *lines[end:]))
    return Damage(("missing",) if end < len(lines) else ("cut short",), start + 1, content)


def swapped(lines: Lines, chance: random.Random) -> Damage:
    """Two lines have changed places."""
    one, other = sorted(chance.sample(range(len(lines)), 2))
    moved = list(lines)
    moved[one], moved[other] = moved[other], moved[one]
    return Damage(("moved",), one + 1, b"".join(moved))


def reordered(lines: Lines, chance: random.Random) -> Damage:
    """All are there, in another order."""
    moved = list(lines)
    start = chance.randrange(len(lines) - 1)
    while moved == lines:
        part = moved[start:]
        chance.shuffle(part)
        moved[start:] = part
    first = next(at for at, line in enumerate(moved) if line != lines[at])
    return Damage(("moved",), first + 1, b"".join(moved))


def inserted(lines: Lines, chance: random.Random) -> Damage:
    """A line is there twice, or is none of the run's though it claims the right one before it."""
    at = chance.randrange(1, len(lines) + 1)
    if chance.random() < 0.5:
        new = lines[chance.randrange(at)]
    else:
        before = sha(b"\0" + lines[at - 1][:-1]).hex()
        new = f'{{"prev":"{before}","record":"result","subject":"x"}}\n'.encode()
    return Damage(("inserted",), at + 1, b"".join((*lines[:at], new, *lines[at:])))


def truncated(lines: Lines, chance: random.Random) -> Damage:
    """The file ends early, anywhere."""
    whole = b"".join(lines)
    size = chance.randrange(1, len(whole))
    return Damage(("cut short",), whole[:size].count(b"\n") + 1, whole[:size])


DAMAGES = (flipped, dropped, swapped, reordered, inserted, truncated)


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_is_located_by_line_and_byte(
    lines: Lines, tmp_path: Path, damage: Callable[[Lines, random.Random], Damage]
) -> None:
    chance, path, few = random.Random(7), tmp_path / "run.jsonl", chained(lines[:13:2])
    for _ in range(1000 if damage is flipped else 250):
        kinds, line, content = damage(few, chance)
        problem = found(path, [content])
        assert problem.kind in kinds
        assert problem.line == line
        assert problem.offset == len(b"\n".join((*content.split(b"\n")[: line - 1], b"")))


def chained(lines: Lines) -> Lines:
    """The lines, a plan and results, with digests, an end and a seal that fit."""
    prev, made = bytes(32), []
    for line in lines:
        made.append(b'{"prev":"' + prev.hex().encode() + line[73:])
        prev = sha(b"\0" + made[-1][:-1])
    writer = RecordWriter(made.append, [sha(b"\0" + line[:-1]) for line in made])
    writer.write(End(results=len(made) - 1))
    writer.seal()
    return made


def test_the_verifier_alone_locates_what_assay_locates(lines: Lines, tmp_path: Path) -> None:
    shutil.copy(verify_record.__file__, tmp_path)
    chance, few = random.Random(3), chained(lines[:13:2])
    names, expected = [], []
    for number in range(200):
        name = tmp_path / f"{number}.jsonl"
        problem = found(name, [DAMAGES[number % len(DAMAGES)](few, chance).content])
        names.append(name.name)
        expected.append(f"{name.name}: {problem}")
    done = alone(tmp_path, *names)
    assert (done.returncode, done.stdout.splitlines()) == (1, expected)


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the copy without site-packages, from a folder that holds nothing of ours."""
    command = [sys.executable, "-I", "-S", "verify_record.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_verifier_alone_tells_a_whole_record_by_its_root(lines: Lines, tmp_path: Path) -> None:
    shutil.copy(verify_record.__file__, tmp_path)
    (tmp_path / "run.jsonl").write_bytes(b"".join(lines))
    root = json.loads(lines[-1])["root"]
    told = f"run.jsonl: whole, {len(lines) - 1} lines, root {root}\n"
    assert alone(tmp_path, "run.jsonl").stdout == told
    assert alone(tmp_path, "run.jsonl", "--root", root).returncode == 0
    other = alone(tmp_path, "run.jsonl", "--root", "0" * 64)
    assert (other.returncode, "its root is" in other.stdout) == (1, True)
    assert alone(tmp_path).returncode == alone(tmp_path, "none.jsonl").returncode == 2


def test_the_verifier_is_short_and_needs_python_3_8_and_its_library_alone() -> None:
    text = Path(verify_record.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    tree = ast.parse(text, feature_version=(3, 8))
    used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    used |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert used <= set(sys.stdlib_module_names)


def test_line_ends_of_windows_are_named(lines: Lines, tmp_path: Path) -> None:
    problem = found(tmp_path / "run.jsonl", [line.replace(b"\n", b"\r\n") for line in lines])
    assert (problem.line, problem.kind) == (1, "changed")
    assert "line ends of Windows" in problem.reason


def test_a_line_that_is_no_json_is_named_though_its_digest_fits(tmp_path: Path) -> None:
    made: Lines = []
    prev = bytes(32)
    for body in (
        '"record":"plan","schema":2}',
        '"record":"result",',
        '"record":"end","results":1}',
    ):
        made.append(f'{{"prev":"{prev.hex()}",{body}\n'.encode())
        prev = sha(b"\0" + made[-1][:-1])
    RecordWriter(made.append, [sha(b"\0" + line[:-1]) for line in made]).seal()
    problem = found(tmp_path / "run.jsonl", made)
    assert (problem.line, problem.kind) == (2, "not JSON")


def test_two_lines_changed_name_the_first(lines: Lines, tmp_path: Path) -> None:
    changed = list(lines)
    for at in (20, 40):
        changed[at] = changed[at].replace(b"classify", b"classifz")
        assert changed[at] != lines[at]
    problem = found(tmp_path / "run.jsonl", changed)
    assert (problem.line, problem.kind) == (21, "changed")


@pytest.mark.parametrize("text", ["[]", "{}", '{"lines": 1, "proofs": [{"line": 1}]}', "x"])
def test_what_is_no_proof_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no inclusion proof|Expecting value"):
        check_proof(text, "0" * 64)


def test_a_proof_of_nothing_proves_nothing() -> None:
    assert check_proof('{"lines": 1, "proofs": []}', "0" * 64) == "it proves no line"
