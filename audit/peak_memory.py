"""How much resident memory a process has had at most, where the system tells.

Not by `getrusage`: on Linux its figure survives `exec`, so that a child answers for its parent.
"""

from pathlib import Path


def peak_memory(pid: int | str = "self") -> int | None:
    """Bytes, libraries included; `None` where the system does not tell of that process."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return None
    peaks = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peaks[0]) * 1024 if peaks else None
