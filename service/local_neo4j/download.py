"""Fetches single jars by their Maven coordinate into a folder, and believes none of them before its hash fits."""

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from graph_schema.errors import SetupFailed
from service.local_neo4j.lock import LockedJar

THREADS = 8
TRIES = 3
TIMEOUT_SECONDS = 30


def open_repository(folder: Path) -> Any:
    """A Maven context that keeps what it fetches under `folder`, and nowhere else on the machine.

    `VELOCITY_MAVEN_MIRROR` names another repository to ask; whatever it answers is held against the lock like all else.
    """
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415 - takes 0.3 s, and only a download needs it

    mirror = os.environ.get("VELOCITY_MAVEN_MIRROR")
    remotes = {"mirror": mirror.rstrip("/")} if mirror else None
    return MavenContext(resolver=PythonResolver(), repo_cache=folder, remote_repos=remotes, timeout=TIMEOUT_SECONDS)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fits(path: Path, jar: LockedJar) -> bool:
    """Whether the file is, byte for byte, the jar that was locked."""
    return path.is_file() and path.stat().st_size == jar.size and sha256_of(path) == jar.sha256


def fetch_all(jars: Iterable[LockedJar], repository: Path) -> dict[LockedJar, Path]:
    """Every jar's verified file under `repository`; what an interrupted run left there is used again if it fits.

    Raises:
        SetupFailed: a jar cannot be had, or what came is not what was locked.
    """
    wanted = tuple(jars)
    context = open_repository(repository)
    found: dict[LockedJar, Path] = {}
    with _progress(sum(jar.size for jar in wanted)) as progress, ThreadPoolExecutor(THREADS) as pool:
        running = {pool.submit(_fetch, context, jar): jar for jar in wanted}
        try:
            for done in as_completed(running):
                found[running[done]] = done.result()
                progress.advance(progress.task_ids[0], running[done].size)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return found


def _fetch(context: Any, jar: LockedJar) -> Path:
    why = "it was not found"
    for _ in range(TRIES):
        try:
            path = _artifact(context, jar).resolve()
        except (OSError, RuntimeError, AssertionError) as error:  # network errors are OSErrors; jgo's own are the others
            why = str(error) or type(error).__name__
            _artifact(context, jar).cached_path.unlink(missing_ok=True)
            continue
        if fits(path, jar):
            return Path(path)
        why = "what came does not have the locked SHA-256"
        path.unlink()  # jgo would otherwise answer with the same bad file
    raise SetupFailed(
        f"{jar.filename} could not be downloaded: {why}",
        hint="check the network and the free disk, then run `velocity db install` again; it goes on where it stopped",
    )


def _artifact(context: Any, jar: LockedJar) -> Any:
    group, artifact, version, *classifier = jar.coordinate.split(":")
    component = context.project(group, artifact).at_version(version)
    return component.artifact(classifier=classifier[0] if classifier else "", packaging="jar")


def _progress(total: int) -> Progress:
    progress = Progress(
        TextColumn("Downloading Neo4j"), BarColumn(), DownloadColumn(), console=Console(stderr=True), transient=True
    )
    progress.add_task("Neo4j", total=total)
    return progress
