"""What `velocity down` does."""

import os

from rich.console import Console

from service import local_neo4j
from service.home import find_home
from service.local_neo4j.config import read_settings
from service.supervisor import stop


def bring_down() -> None:
    """Stop the service and the managed database; says what was stopped."""
    home, console = find_home(), Console(stderr=True)
    console.print("service stopped" if stop(home) else "no service was running")
    if read_settings(os.environ).external:
        console.print("NEO4J_URI is set: that database is not ours to stop")
    else:
        console.print("database stopped" if local_neo4j.down(home, tell=console.print) else "no database was running")
