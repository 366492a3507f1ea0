"""Writes the jar lock anew: `python -m service.local_neo4j.relock`. For maintainers who move to another Neo4j version."""

import sys
import tempfile
from pathlib import Path

from jgo.maven import Dependency

from service.local_neo4j.download import open_repository, sha256_of
from service.local_neo4j.lock import LOCK_FILE, NEO4J_VERSION, ROOTS, LockedJar, format_lock


def relock(lock_file: Path = LOCK_FILE) -> int:
    """Resolve Neo4j's runtime jars, download and hash them; returns how many there are."""
    with tempfile.TemporaryDirectory(prefix="velocity-relock-") as folder:
        context = open_repository(Path(folder))
        # raw: without it jgo lets both roots' dependency management rule over everything, and takes in test libraries
        roots = [
            Dependency(context.project(group, name).at_version(NEO4J_VERSION).artifact(), raw=True) for group, name in ROOTS
        ]
        resolved, transitive = context.resolver.resolve(roots)
        jars = tuple(_locked(dependency.artifact) for dependency in (*resolved, *transitive))
    lock_file.write_text(format_lock(jars), encoding="utf-8")
    return len(jars)


def _locked(artifact: "object") -> LockedJar:
    group, name, version, classifier, _ = artifact.key  # type: ignore[attr-defined] # jgo ships no types
    path = artifact.resolve()  # type: ignore[attr-defined]
    coordinate = ":".join(part for part in (group, name, version, classifier) if part)
    return LockedJar(coordinate, sha256_of(path), path.stat().st_size)


if __name__ == "__main__":
    sys.stdout.write(f"{relock()} jars locked in {LOCK_FILE.name}\n")
