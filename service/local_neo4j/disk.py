"""The disk: asked before something needs it, and named when it was the reason."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph_schema.errors import SetupFailed

MEGABYTE = 1024 * 1024
# Below this a failed write needs no further explanation.
EMPTY_DISK_MB = 2
# No space, over quota, over a file-size limit: to whoever reads the message all three are a full disk.
FULL_DISK_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def free_mb(path: Path) -> int:
    """Free space in MB for us (not for root) where `path` is, or will be."""
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    return shutil.disk_usage(there).free // MEGABYTE


def require_free(path: Path, needed_mb: int, purpose: str) -> None:
    """Refuse to begin what the disk cannot hold.

    Raises:
        SetupFailed: fewer than `needed_mb` MB are free at `path`.
    """
    free = free_mb(path)
    if free < needed_mb:
        raise disk_full(path, f"{free} MB are free at {path}, and at least {needed_mb} MB are needed to {purpose}")


def disk_full(path: Path, detail: str) -> SetupFailed:
    """The one error that everything short of space ends in."""
    return SetupFailed(
        f"the disk is full: {detail}",
        hint=f"free some space at {path} and run the same command again; no data were changed",
        code="disk_full",
    )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Whatever the operating system refuses in `folder` becomes a message that a person can act on.

    Raises:
        SetupFailed: the disk is full, or a file cannot be used.
    """
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        if error.errno in FULL_DISK_ERRNOS:
            raise disk_full(folder, f"{where} could not be written") from error
        raise SetupFailed(
            f"{where} cannot be used: {error.strerror or error}",
            hint="check who owns the folder, or choose another one with VELOCITY_HOME (state) or VELOCITY_CACHE (jars)",
        ) from error


def folder_mb(folder: Path) -> int:
    """What the files below a folder take, in MB; a file that goes away meanwhile counts as nothing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total // MEGABYTE


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace a file in one step: a full disk or a crash leaves the old text, never half of the new.

    Raises:
        OSError: the new text could not be written; the old file is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # born with mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
