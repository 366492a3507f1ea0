"""The committed list of the jars that make up Neo4j: what each one must hash to, how long it is, what Maven calls it."""

from dataclasses import dataclass
from pathlib import Path

NEO4J_VERSION = "2026.09.0"
LOCK_FILE = Path(__file__).with_name(f"neo4j-{NEO4J_VERSION}.sha256")
# What `relock` resolves: the database itself, and the program that serves it.
ROOTS = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))


@dataclass(frozen=True, slots=True, order=True)
class LockedJar:
    """One jar as it was when Neo4j was locked."""

    coordinate: str
    """group:artifact:version, or group:artifact:version:classifier"""
    sha256: str
    size: int
    """bytes"""

    @property
    def filename(self) -> str:
        """The name under which Maven and we keep the jar; the lock holds each name once."""
        return "-".join(self.coordinate.split(":")[1:]) + ".jar"


def read_lock(path: Path = LOCK_FILE) -> tuple[LockedJar, ...]:
    """The committed jars, in the order of the file."""
    return parse_lock(path.read_text(encoding="utf-8"))


def parse_lock(text: str) -> tuple[LockedJar, ...]:
    """Jars from lines of `<sha256>  <bytes>  <coordinate>`; lines with `#` are comments."""
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(LockedJar(coordinate, sha256, int(size)) for sha256, size, coordinate in rows)


def format_lock(jars: tuple[LockedJar, ...]) -> str:
    """The text of the lock file; `parse_lock` reads it back."""
    head = f"# Neo4j {NEO4J_VERSION}; written by `python -m service.local_neo4j.relock`: sha256, bytes, coordinate\n"
    return head + "".join(f"{jar.sha256}  {jar.size}  {jar.coordinate}\n" for jar in sorted(jars))
