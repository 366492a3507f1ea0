"""Files as they were received, named by their content. Nothing under a final name is ever half a file.

A file being written is `<folder>/incoming/*.part`, locked by its process; a kept one is `<folder>/<ab>/<ab12…>`, read-only.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final

from graph_schema.errors import InputRefused, NotFound, SetupFailed

BLOCK_BYTES: Final = 1 << 20
_KEPT_MODE: Final = 0o400
_PART_MODE: Final = 0o600
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
# A full disk, a used-up quota and a file-size limit look the same to whoever sent the file.
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the store: the SHA-256 of its bytes in lower-case hex, and how many there are."""

    sha256: str
    size_bytes: int


def _tell_nobody(_: int) -> None:
    """Progress that nobody watches."""


class EvidenceStore:
    """Keeps received bytes under `folder`, each content once. Several processes may use one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def keep(self, source: BinaryIO, on_bytes: Callable[[int], None] = _tell_nobody) -> KeptFile:
        """Copy all of `source` into the store; `on_bytes` hears how many bytes each block brought.

        The same bytes again replace the file by an equal one, which also heals a copy that the disk damaged.

        Raises:
            SetupFailed: the disk is full, or a quota or size limit is reached; nothing is left behind.
        """
        try:
            self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_abandoned()
            with self._part() as (part, target):
                kept = _copy(source, target, on_bytes)
                self._publish(part, kept.sha256)
        except OSError as problem:
            raise self._explained(problem) from problem
        return kept

    def path(self, sha256: str) -> Path:
        """Where a content lies, or would lie.

        Raises:
            InputRefused: this is no SHA-256 in lower-case hex.
        """
        if not _SHA256.fullmatch(sha256):
            raise InputRefused(f"{sha256[:80]!r} is no SHA-256", hint="give 64 lower-case hexadecimal digits")
        return self._folder / sha256[:2] / sha256

    def open(self, sha256: str) -> BufferedReader:
        """The kept bytes, for reading; the caller closes.

        Raises:
            NotFound: no such content was kept.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(f"no kept file has the SHA-256 {sha256}", hint="import the file again") from None

    def verify(self, sha256: str) -> bool:
        """Do the kept bytes still have the hash that they are named by? Reads all of them. Raises NotFound like `open`."""
        with self.open(sha256) as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest() == sha256

    def _publish(self, part: Path, sha256: str) -> None:
        final = self.path(sha256)
        final.parent.mkdir(mode=0o700, exist_ok=True)
        part.chmod(_KEPT_MODE)
        part.replace(final)
        # The rename itself must survive a power cut, not only the bytes.
        for folder in (final.parent, self._folder):
            _sync_folder(folder)

    @contextlib.contextmanager
    def _part(self) -> Iterator[tuple[Path, BinaryIO]]:
        part, target = self._claim()
        try:
            with target:
                yield part, target
        finally:
            part.unlink(missing_ok=True)

    def _claim(self) -> tuple[Path, BinaryIO]:
        """A new part file under our lock, so that `_clear_abandoned` elsewhere leaves it alone."""
        while True:
            part = self._incoming / f"{secrets.token_hex(8)}.part"
            target = os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PART_MODE), "wb")
            # Between creating and locking, another process may have taken the file for an abandoned one.
            if _try_lock(target.fileno()) and os.fstat(target.fileno()).st_nlink:
                return part, target
            target.close()

    def _clear_abandoned(self) -> None:
        """Remove the parts of processes that died: a lock ends with its process, however that ended."""
        for part in self._incoming.glob("*.part"):
            with contextlib.suppress(FileNotFoundError), part.open("rb") as abandoned:
                if _try_lock(abandoned.fileno()):
                    part.unlink()

    def _explained(self, problem: OSError) -> Exception:
        if problem.errno not in _NO_ROOM:
            return problem
        return SetupFailed(
            f"there is no room for the file in {self._folder}: {problem.strerror}",
            hint="free some space, or keep evidence on another disk; nothing of the file was stored",
            code="evidence_store_full",
        )


def _copy(source: BinaryIO, target: BinaryIO, on_bytes: Callable[[int], None]) -> KeptFile:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK_BYTES):
        digest.update(block)
        target.write(block)
        size += len(block)
        on_bytes(len(block))
    target.flush()
    os.fsync(target.fileno())
    return KeptFile(digest.hexdigest(), size)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
