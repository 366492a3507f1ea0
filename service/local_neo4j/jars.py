"""The installed jars: checked against the lock before every boot, installed and repaired as a whole."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from graph_schema.errors import SetupFailed
from service.local_neo4j.disk import explained, require_free
from service.local_neo4j.download import fetch_all, sha256_of
from service.local_neo4j.lock import NEO4J_VERSION, LockedJar

# 161 MB of jars exist twice for the moment in which they are moved into place.
INSTALL_FREE_MB = 400
REPAIR_HINT = "run `velocity db install --repair`: it downloads only the jars named here, and checks them"
# More names than this tell the reader nothing new.
NAMED_FAULTS = 10


@dataclass(frozen=True, slots=True)
class JarFault:
    """Why one file in the jar folder is not what the lock says."""

    filename: str
    why: str

    def __str__(self) -> str:
        return f"{self.filename} ({self.why})"


@dataclass(frozen=True, slots=True)
class JarFolder:
    """The folder of one Neo4j version in the cache that all homes share."""

    root: Path

    @property
    def lib(self) -> Path:
        """The class path: appears in one rename, when every jar in it is verified."""
        return self.root / "lib"

    @property
    def partial(self) -> Path:
        """Where an install works; an interrupted one goes on from here."""
        return self.root / "partial"

    @property
    def guard(self) -> FileLock:
        """Held by the one process that installs or repairs."""
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / "install.lock")


def jar_folder(cache: Path) -> JarFolder:
    """Where this version's jars live below the cache."""
    return JarFolder(cache / f"neo4j-{NEO4J_VERSION}")


def find_faults(lib: Path, locked: tuple[LockedJar, ...]) -> tuple[JarFault, ...]:
    """Every jar that is missing, truncated, tampered with or unexpected; 161 MB are read in about half a second."""
    expected = {jar.filename: jar for jar in locked}
    present = {path.name for path in lib.iterdir()} if lib.is_dir() else set()
    unexpected = [JarFault(name, "unexpected: the lock does not know it") for name in sorted(present - expected.keys())]
    with ThreadPoolExecutor(4) as pool:
        judged = pool.map(lambda jar: _judge(lib / jar.filename, jar), locked)
        return (*(fault for fault in judged if fault), *unexpected)


def _judge(path: Path, jar: LockedJar) -> JarFault | None:
    if not path.is_file():
        return JarFault(jar.filename, "missing")
    size = path.stat().st_size
    if size < jar.size:
        return JarFault(jar.filename, f"truncated: {size} of {jar.size} bytes")
    if size > jar.size or sha256_of(path) != jar.sha256:
        return JarFault(jar.filename, "tampered with: its SHA-256 is not the locked one")
    return None


def require_intact(lib: Path, locked: tuple[LockedJar, ...]) -> None:
    """Refuse a jar folder that is not exactly what was locked.

    Raises:
        SetupFailed: names each jar that is tampered with, truncated, missing or unexpected.
    """
    faults = find_faults(lib, locked)
    if not faults:
        return
    named = ", ".join(str(fault) for fault in faults[:NAMED_FAULTS])
    more = f" and {len(faults) - NAMED_FAULTS} more" if len(faults) > NAMED_FAULTS else ""
    raise SetupFailed(
        f"Neo4j was not started: {len(faults)} of its jars in {lib} are not what was locked: {named}{more}",
        hint=REPAIR_HINT,
        code="jars_not_intact",
    )


def install(folder: JarFolder, locked: tuple[LockedJar, ...], *, repair: bool = False) -> int:
    """Bring every locked jar into place and return how many had to be downloaded (0: all were there).

    A first install appears in one rename. An install that is there already is left alone unless `repair`:
    then only its faulty jars are replaced, and files that do not belong there are removed.

    Raises:
        SetupFailed: no network, no space, or a download that is not what was locked; `lib` is as it was before.
    """
    with explained(folder.root), folder.guard:
        if not folder.lib.is_dir():
            return _install_all(folder, locked)
        return _repair(folder, locked) if repair else 0


def _install_all(folder: JarFolder, locked: tuple[LockedJar, ...]) -> int:
    require_free(folder.root, INSTALL_FREE_MB, "install Neo4j")
    fetched = fetch_all(locked, folder.partial / "repository")
    ready = folder.partial / "lib"
    ready.mkdir(exist_ok=True)
    for jar, path in fetched.items():
        path.replace(ready / jar.filename)
    require_intact(ready, locked)
    ready.replace(folder.lib)
    shutil.rmtree(folder.partial)
    return len(fetched)


def _repair(folder: JarFolder, locked: tuple[LockedJar, ...]) -> int:
    faulty = {fault.filename for fault in find_faults(folder.lib, locked)}
    wanted = [jar for jar in locked if jar.filename in faulty]
    fetched = fetch_all(wanted, folder.partial / "repository") if wanted else {}
    for jar, path in fetched.items():
        path.replace(folder.lib / jar.filename)
    for name in faulty - {jar.filename for jar in wanted}:
        stray = folder.lib / name
        shutil.rmtree(stray) if stray.is_dir() and not stray.is_symlink() else stray.unlink()
    shutil.rmtree(folder.partial, ignore_errors=True)
    return len(fetched)
