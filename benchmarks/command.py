"""The `velocity` command in a home of its own, deaf to whatever database and settings the caller's shell names."""

import os
import subprocess
import sys

from service.home import CHECKOUT, Home


def environment_of(home: Home) -> dict[str, str]:
    """The caller's environment without what would lead to another graph; only the folder of downloaded jars is shared."""
    ours = ("NEO4J_", "VELOCITY_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours) or key == "VELOCITY_CACHE"}
    return {**kept, "VELOCITY_HOME": str(home.root)}


def velocity(home: Home, *words: str) -> str:
    """Run a command to its end; answers what it printed.

    Raises:
        subprocess.CalledProcessError: it did not succeed.
    """
    command = [sys.executable, "-m", "service.cli", *words]
    done = subprocess.run(command, env=environment_of(home), cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout
