"""Names the processors of this machine, without loading anything that would use them."""

import platform
from pathlib import Path

CPU = Path("/proc/cpuinfo")
GPUS = Path("/proc/driver/nvidia/gpus")


def cpu_name() -> str:
    """The model of the CPU; "" where the system does not tell."""
    return _first(CPU, "model name") or platform.processor()


def gpu_names() -> list[str]:
    """The model of each NVIDIA GPU that the kernel knows, in the order of their addresses."""
    found = [_first(file, "Model") for file in sorted(GPUS.glob("*/information"))]
    return [name for name in found if name]


def _first(file: Path, field: str) -> str:
    """The value of the first line `field : value`; "" where there is none."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    pairs = (line.partition(":") for line in lines)
    return next((value.strip() for name, _, value in pairs if name.strip() == field), "")
