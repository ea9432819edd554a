"""`assay verify`, `prove`, `redact` and `sign` on a run's folder, and what openssl makes of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main

Written = Callable[..., Path]
Called = Callable[..., tuple[int, str, str]]

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
cases: [cases.jsonl]
subjects:
  - {name: large, kind: replay, recording: recording.jsonl}
"""


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Called:
    """Calls `assay`; gives exit code, stdout and stderr."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(end.value.code or 0), out, err

    return run


@pytest.fixture
def run(call: Called, write_suite: Written, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run with its reports, in the folder where the test stands."""
    folder = write_suite(suite=SUITE)
    monkeypatch.chdir(folder)
    assert call("run", folder, "--replay", "--out", "run")[0] == 3  # there is no gate
    return Path("run")


def root(run: Path) -> str:
    last = (run / "run.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    return str(json.loads(last)["root"])


def test_a_whole_record_is_told_with_its_root_which_the_reports_print(
    call: Called, run: Path
) -> None:
    code, out, _ = call("verify", run)
    assert (code, out.splitlines()[0]) == (0, f"run/run.jsonl: whole, 5 lines, root {root(run)}")
    for report in ("report.html", "report.json", "report.md"):
        assert root(run) in (run / report).read_text(encoding="utf-8")


def test_a_changed_answer_is_named_and_not_reported_on(call: Called, run: Path) -> None:
    record = run / "run.jsonl"
    content = record.read_bytes()
    record.write_bytes(content.replace(b"at most 4 g", b"at most 9 g"))
    code, out, _ = call("verify", run)
    second = content.index(b"\n") + 1
    assert (code, f"line 2 (byte {second}): changed: " in out) == (1, True)
    code, _, err = call("report", run)
    assert (code, "run.jsonl:2: the record is not whole: changed" in err) == (2, True)


def test_a_record_with_another_root_is_not_the_one(call: Called, run: Path) -> None:
    assert call("verify", run, "--root", root(run))[0] == 0
    code, out, _ = call("verify", run, "--root", "0" * 64)
    assert (code, f"that is not the root {'0' * 64}" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("verify",), "name a RUN"),
        (("verify", "nowhere"), "nowhere: no such file"),
        (("verify", "old.jsonl"), "the record is of schema 1; this reads 2; audit again"),
        (("verify", "--proof", "old.jsonl"), "name the RUN or the --root"),
        (("verify", "--root", "0", "--proof", "old.jsonl"), "old.jsonl: is no inclusion proof"),
        (("prove", "run", "--case", "z", "--out", "p"), "holds no result of a case 'z'"),
        (("redact", "run", "--case", "z", "--out", "p"), "holds no result of a case 'z'"),
        (("redact", "run", "--case", "a", "--out", "old.jsonl"), "old.jsonl is there already"),
        (("sign", "run", "--key", "old.jsonl"), "old.jsonl: is no private key in PEM"),
        (("sign", "run", "--key", "none"), "none: cannot be read"),
    ],
)
def test_a_wrong_call_is_one_line(
    call: Called, run: Path, arguments: tuple[str, ...], problem: str
) -> None:
    (run.parent / "old.jsonl").write_text('{"record":"plan","schema":1}\n', encoding="utf-8")
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert problem in err


def test_a_case_is_proved_without_the_others(call: Called, run: Path) -> None:
    assert call("prove", run, "--case", "b", "--out", "proof.json")[0] == 0
    text = Path("proof.json").read_text(encoding="utf-8")
    assert "below 25 °C" in text
    assert "at most 4 g" not in text
    assert call("verify", "--proof", "proof.json", "--root", root(run))[0] == 0
    assert call("verify", run, "--proof", "proof.json")[0] == 0
    alone = [sys.executable, "-I", "-S", "run/verify_record.py", "--proof", "proof.json", "--root"]
    assert subprocess.run([*alone, root(run)]).returncode == 0
    Path("proof.json").write_text(text.replace("below 25", "above 25"), encoding="utf-8")
    code, out, _ = call("verify", run, "--proof", "proof.json")
    assert (code, "line 3 does not stand in the record" in out) == (1, True)
    assert subprocess.run([*alone, root(run)]).returncode == 1


def test_a_redacted_copy_verifies_to_the_same_root_and_hides_the_case(
    call: Called, run: Path
) -> None:
    assert call("redact", run, "--case", "a", "--case", "b", "--out", "copy.jsonl")[0] == 0
    text = Path("copy.jsonl").read_text(encoding="utf-8")
    assert "novacillin may an adult" not in text
    assert "Who owns the firm" in text
    code, out, _ = call("verify", "copy.jsonl")
    told = f"copy.jsonl: whole, 5 lines, 2 of them withheld, root {root(run)}"
    assert (code, out.splitlines()[0]) == (0, told)
    code, _, err = call("report", "copy.jsonl", "--out", "again")
    assert (code, "2 of its 5 lines are withheld" in err) == (2, True)


def test_each_character_of_a_redacted_copy_counts(call: Called, run: Path) -> None:
    call("redact", run, "--case", "a", "--case", "b", "--out", "copy.jsonl")
    lines = Path("copy.jsonl").read_bytes().split(b"\n")
    for number in (2, 3):
        for at in range(0, len(lines[number - 1]), 5):
            line = bytearray(lines[number - 1])
            line[at] ^= 1
            changed = [*lines[: number - 1], bytes(line), *lines[number:]]
            Path("changed.jsonl").write_bytes(b"\n".join(changed))
            code, out, _ = call("verify", "changed.jsonl")
            assert (code, f"changed.jsonl: line {number} (" in out) == (1, True)


@pytest.fixture
def keys(run: Path) -> tuple[Path, Path]:
    """A private key and its public one, made by openssl where it is, as the documentation says."""
    key, public = run.parent / "key.pem", run.parent / "key.pub"
    openssl("genpkey", "-algorithm", "ed25519", "-out", key)
    openssl("pkey", "-in", key, "-pubout", "-out", public)
    return key, public


def openssl(*arguments: str | Path) -> str:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_signature_is_checked_by_assay_and_by_openssl(
    call: Called, run: Path, keys: tuple[Path, Path]
) -> None:
    key, public = keys
    assert call("sign", run, "--key", key)[0] == 0
    code, out, _ = call("verify", run)
    assert (code, "checked with the key beside the run" in out) == (0, True)
    code, out, _ = call("verify", run, "--key", public)
    assert (code, "signed, with 4 files, by the key" in out) == (0, True)
    assert "checked with the key given" in out
    files = {name: run / f"signed.json{name}" for name in ("", ".sig", ".pub")}
    verified = ("pkeyutl", "-verify", "-pubin", "-inkey", files[".pub"], "-rawin")
    told = openssl(*verified, "-in", files[""], "-sigfile", files[".sig"])
    assert "Verified Successfully" in told
    statement = json.loads(files[""].read_text(encoding="utf-8"))
    assert (statement["root"], statement["lines"]) == (root(run), 5)


def test_the_same_key_signs_the_same_run_with_the_same_bytes(
    call: Called, run: Path, keys: tuple[Path, Path]
) -> None:
    call("sign", run, "--key", keys[0])
    first = (run / "signed.json.sig").read_bytes()
    call("sign", run, "--key", keys[0])
    assert (run / "signed.json.sig").read_bytes() == first


def edit(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


@pytest.mark.parametrize(
    ("touch", "code", "told"),
    [
        (lambda run: edit(run / "report.md", b"Tiny", b"Tony"), 1, "report.md is not as it was"),
        (lambda run: (run / "report.md").unlink(), 0, "report.md is signed and not here"),
        (lambda run: edit(run / "signed.json", b'"lines": 5', b'"lines": 6'), 1, "no signature of"),
        (lambda run: edit(run / "signed.json", b'"lines"', b'"limes"'), 2, "field lines"),
        (lambda run: (run / "signed.json.sig").write_bytes(b"x" * 64), 1, "no signature of"),
        (lambda run: (run / "signed.json.sig").unlink(), 2, "signed.json.sig: cannot be read"),
    ],
)
def test_what_is_not_as_it_was_signed_is_told(
    call: Called,
    run: Path,
    keys: tuple[Path, Path],
    touch: Callable[[Path], object],
    code: int,
    told: str,
) -> None:
    call("sign", run, "--key", keys[0])
    touch(run)
    found, out, err = call("verify", run)
    assert found == code
    assert told in out + err


def test_another_record_another_key_and_no_signature_do_not_pass(
    call: Called, run: Path, keys: tuple[Path, Path]
) -> None:
    key, public = keys
    code, out, _ = call("verify", run, "--key", public)
    assert (code, "the run is not signed" in out) == (1, True)
    call("sign", run, "--key", key)
    other = run.parent / "other.pem"
    openssl("genpkey", "-algorithm", "ed25519", "-out", other)
    openssl("pkey", "-in", other, "-pubout", "-out", public)
    code, out, _ = call("verify", run, "--key", public)
    assert (code, "is no signature of signed.json by this key" in out) == (1, True)
    suite = run.parent / "suite.yaml"
    suite.write_text(suite.read_text(encoding="utf-8").replace("Tiny", "Tony"), encoding="utf-8")
    call("run", suite, "--replay", "--out", "again")
    shutil.copy("again/run.jsonl", run / "run.jsonl")
    code, out, _ = call("verify", run)
    assert (code, "and not this one" in out) == (1, True)


def test_keys_of_another_kind_and_encrypted_ones_are_refused(call: Called, run: Path) -> None:
    key = run.parent / "key.pem"
    openssl("genpkey", "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
    code, _, err = call("sign", run, "--key", key)
    assert (code, "is no Ed25519 key; make one with" in err) == (2, True)
    openssl("genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x", "-out", key)
    code, _, err = call("sign", run, "--key", key)
    assert (code, "the key is encrypted; decrypt it with" in err) == (2, True)


def test_without_the_extra_a_signed_run_is_not_said_to_be_verified(
    run: Path, keys: tuple[Path, Path], call: Called
) -> None:
    call("sign", run, "--key", keys[0])
    hidden = "import sys; sys.modules['cryptography'] = None; from audit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", hidden, "verify", "run"],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 2
    assert "cryptography is not installed; cure: pip install 'assaykit[sign]'" in done.stderr
