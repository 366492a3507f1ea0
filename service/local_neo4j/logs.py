"""Neo4j's own words: the end of its logs, and what they say about a boot that failed."""

from dataclasses import dataclass
from pathlib import Path

TAIL_BYTES = 64_000
SHOWN_LINES = 8


@dataclass(frozen=True, slots=True)
class Cause:
    """What stood in the way of a boot, as a person would say it."""

    code: str
    message: str
    hint: str


# The first mark that is found in the log wins: the specific ones come before those that they bring along.
CAUSES: tuple[tuple[str, Cause], ...] = (
    ("No space left on device", Cause("disk_full", "the disk is full", "free some space and run it again")),
    ("running out of disk space", Cause("disk_full", "the disk is full", "free some space and run it again")),
    ("Disk quota exceeded", Cause("disk_full", "the disk quota is used up", "free some space and run it again")),
    ("File too large", Cause("disk_full", "the system allows no larger files", "raise the limit and run it again")),
    (
        "Address already in use",
        Cause("port_taken", "another program took the port while Neo4j booted", "run `velocity db up` again"),
    ),
    (
        "FileLockException",
        Cause(
            "home_in_use",
            "another Neo4j uses the same data",
            "stop it, or point VELOCITY_HOME to another folder",
        ),
    ),
    (
        "Could not reserve enough space",
        Cause("memory_short", "the machine cannot give Neo4j its heap", "set VELOCITY_NEO4J_HEAP_MB lower"),
    ),
    (
        "OutOfMemoryError",
        Cause("memory_short", "Neo4j ran out of memory", "set VELOCITY_NEO4J_HEAP_MB higher, or the page cache lower"),
    ),
    (
        "Invalid memory configuration",
        Cause(
            "memory_short",
            "heap and page cache exceed the machine",
            "lower VELOCITY_NEO4J_HEAP_MB or VELOCITY_NEO4J_PAGECACHE_MB",
        ),
    ),
    (
        "insufficient memory for the Java Runtime",
        Cause("memory_short", "the system gives Java too little memory", "free some memory, or raise its limit"),
    ),
    (
        "Permission denied",
        Cause("home_not_writable", "a file of the home may not be written", "give the folder back to your user"),
    ),
)


def find_cause(text: str) -> Cause | None:
    """The known reason for a failed boot that a log names, or None."""
    return next((cause for mark, cause in CAUSES if mark in text), None)


def read_tail(path: Path, since: int = 0) -> str:
    """The end of a log, at most 64 kB, and nothing written before byte `since`; "" when there is no log."""
    try:
        with path.open("rb") as file:
            file.seek(max(since, path.stat().st_size - TAIL_BYTES))
            return file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""


def last_lines(text: str, count: int = SHOWN_LINES) -> str:
    """The last lines that a person can use: stack frames are left out."""
    spoken = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("at ", "... "))]
    return "\n".join(spoken[-count:])


def log_size(path: Path) -> int:
    """The log's length in bytes, 0 when there is none."""
    return path.stat().st_size if path.exists() else 0
