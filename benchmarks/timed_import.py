"""`velocity import` itself, in its own process, with a clock around each step; run as a module with the command's arguments.

The clock wraps the functions that `service.importing` calls. It changes nothing else; a step that is renamed fails at once.
"""

import json
import os
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from service import cli, importing

SECONDS_FILE: Final = "BENCH_SECONDS_FILE"
STEPS: Final = {
    "receive": "keep",
    "stage": "stage",
    "propose_mapping": "propose mapping",
    "plan_import": "plan",
    "approve_mapping": "approve",
    "approve_plan": "approve",
    "commit_import": "commit",
}

P = ParamSpec("P")
R = TypeVar("R")


def main() -> None:
    """Run the command and write the seconds of each stage into the file that the environment names."""
    seconds = dict.fromkeys(STEPS.values(), 0.0)
    for function, stage in STEPS.items():
        setattr(importing, function, _timed(getattr(importing, function), stage, seconds))
    try:
        cli.main()
    finally:
        Path(os.environ[SECONDS_FILE]).write_text(json.dumps(seconds), encoding="utf-8")


def _timed(step: Callable[P, R], stage: str, seconds: dict[str, float]) -> Callable[P, R]:
    @wraps(step)
    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        before = time.perf_counter()
        try:
            return step(*args, **kwargs)
        finally:
            seconds[stage] += time.perf_counter() - before

    return timed


if __name__ == "__main__":
    main()
