"""What a measurement says of the machine it was taken on."""

import platform
from pathlib import Path


def processor() -> str:
    """Give the processor's name as the kernel knows it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
