"""`velocity recommend` as a process of its own: seconds, processor seconds, peak memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

import msgspec

_THREADS = {"OMP_NUM_THREADS": "2", "NUMBA_NUM_THREADS": "2"}


class Cost(msgspec.Struct, frozen=True):
    """What a run took."""

    seconds: float
    cpu_seconds: float
    peak_mb: int


def run_recommend(*options: str | Path) -> Cost:
    """Run it; its messages go to our standard error. A failure is ours too."""
    command = [str(Path(sys.executable).with_name("velocity")), "recommend", *map(str, options)]
    return run_measured(command)


def run_measured(command: list[str]) -> Cost:
    """Run a command on two threads and measure it and its children."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **_THREADS})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:2])} failed with {process.returncode}")
    seconds = time.perf_counter() - began
    return Cost(round(seconds, 1), round(usage.ru_utime + usage.ru_stime, 1), usage.ru_maxrss >> 10)
