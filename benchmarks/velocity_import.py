"""`velocity import` of the benchmark's file, from an empty and running database to COMMITTED."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.command import environment_of
from benchmarks.servers import BenchServer
from benchmarks.timed_import import SECONDS_FILE
from service.home import CHECKOUT, Home

SOURCE: Final = "showroom"
OPERATOR: Final = "bench"
RECEIVED_AT: Final = "2026-11-01T09:00:00"


class ImportRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run: `seconds` is the whole command, its start and the progress bars included; `stages` are seconds inside it."""

    seconds: float
    rows_per_second: float
    stages: dict[str, float]
    client_cpu_seconds: float
    client_peak_mb: int
    server_cpu_seconds: float


def run_velocity_import(home: Home, server: BenchServer, path: Path, rows: int) -> tuple[ImportRun, str]:
    """Import in a process of its own; answers what it took, and the batch.

    Raises:
        subprocess.CalledProcessError: the command did not commit every row.
    """
    seconds_file, output_file = home.root / "seconds.json", home.root / "import.log"
    command = [sys.executable, "-m", "benchmarks.timed_import", "import", str(path), "--source", SOURCE, "--region", "AE"]
    command += ["--approve-as", OPERATOR, "--received-at", RECEIVED_AT, "--json"]
    environ = {**environment_of(home), SECONDS_FILE: str(seconds_file)}
    server_before, before = server.cpu_seconds(), time.perf_counter()
    with output_file.open("wb") as output:
        process = subprocess.Popen(command, env=environ, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=output)
        answer = process.stdout.read() if process.stdout else b""
        # Not `process.wait()`: only wait4 tells what this one child has used.
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=output_file.read_text(encoding="utf-8"))
    stages: dict[str, float] = json.loads(seconds_file.read_text(encoding="utf-8"))
    stages["start and show"] = seconds - sum(stages.values())
    run = ImportRun(
        seconds=seconds,
        rows_per_second=rows / seconds,
        stages=stages,
        client_cpu_seconds=usage.ru_utime + usage.ru_stime,
        client_peak_mb=usage.ru_maxrss // 1024,
        server_cpu_seconds=server.cpu_seconds() - server_before,
    )
    return run, str(json.loads(answer)["batch"])
