"""How many workers this machine has room for: one for each core that may be used, as far as memory goes."""

import os
from pathlib import Path

BYTES_OF_A_WORKER = 1_000_000_000
"""What a worker holds at most (the aim of docs/batch.md)."""


def room_for_workers(proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """At least one. What a container is allowed counts, where the system tells it.

    Args:
        proc, cgroup: where Linux tells of its memory, and of what this container may use.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, _, period = _told(cgroup / "cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        cores = min(cores, int(quota) // int(period))
    memory = [int(kb) * 1024 for kb in _told(proc / "meminfo").partition("MemAvailable:")[2].split()[:1]]
    if (most := _told(cgroup / "memory.max")).isdigit():
        memory.append(int(most) - int(_told(cgroup / "memory.current") or 0))
    fit = min(memory) // BYTES_OF_A_WORKER if memory else cores
    return max(1, min(cores, fit))


def _told(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
