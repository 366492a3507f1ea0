"""The machine, the versions and the commit that numbers belong to."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from service.home import CHECKOUT
from service.local_neo4j.lock import NEO4J_VERSION
from service.local_neo4j.machine import machine_mb


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Where something was measured. `load_before` is how many processes wanted to run in the minute before: best near 0."""

    cores: int
    memory_mb: int
    cpu: str
    system: str
    python: str
    neo4j: str
    load_before: float


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured, when; `is_changed` tells that the working tree held more than the commit."""

    commit: str
    is_changed: bool
    date: datetime
    machine: Machine


def this_occasion() -> Occasion:
    """Here and now."""
    return Occasion(
        commit=_git("rev-parse", "HEAD"),
        is_changed=bool(_git("status", "--porcelain")),
        date=datetime.now(UTC).replace(microsecond=0),
        machine=Machine(
            cores=len(os.sched_getaffinity(0)),
            memory_mb=machine_mb(),
            cpu=_cpu(),
            system=f"{platform.system()} {platform.release()}",
            python=platform.python_version(),
            neo4j=f"{NEO4J_VERSION} Community",
            load_before=round(os.getloadavg()[0], 2),
        ),
    )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or ("" if words[0] == "status" else "unknown")
