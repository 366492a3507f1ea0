"""Files as they were received, named by their content. Nothing under a final name is ever half a file.

A file being written is `<folder>/incoming/*.part`, locked by its process; a kept one is `<folder>/<ab>/<ab12…>`, read-only.
A file that lost bytes stays where it was; `<ab12…>.redaction.json` beside it tells which, and what its hash is now.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from graph_schema.errors import InputRefused, NotFound, SetupFailed
from ingest.redaction import Redaction, merged, overwrite

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

    @staticmethod
    def name_of(content: bytes) -> str:
        """The SHA-256 under which these bytes are kept."""
        return hashlib.sha256(content).hexdigest()

    def keep(self, source: BinaryIO, on_bytes: Callable[[int], None] = _tell_nobody) -> KeptFile:
        """Copy all of `source` into the store; `on_bytes` hears how many bytes each block brought.

        The same bytes again replace the file by an equal one, which also heals a copy that the disk damaged. Bytes that were
        taken out of the file since do not come back by that.

        Raises:
            SetupFailed: the disk is full, or a quota or size limit is reached; nothing is left behind.
        """
        try:
            self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_abandoned()
            with self._part() as (part, target):
                kept = _copy(source, target, on_bytes)
                with self._alone():
                    if redaction := self.redaction(kept.sha256):
                        _fill(part, redaction.spans, redaction.encoding)
                    self._publish(part, self.path(kept.sha256))
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
        """Do the kept bytes still have the hash that they are named by, or the one after their redaction? Reads all of them.

        Raises NotFound like `open`.
        """
        redaction = self.redaction(sha256)
        with self.open(sha256) as kept:
            return hashlib.file_digest(kept, "sha256").hexdigest() == (redaction.sha256 if redaction else sha256)

    def redaction(self, sha256: str) -> Redaction | None:
        """What a file has lost; None for a file that is as it was received."""
        try:
            return msgspec.json.decode(self._note(sha256).read_bytes(), type=Redaction)
        except FileNotFoundError:
            return None

    def redact(self, sha256: str, spans: Sequence[tuple[int, int]], encoding: str, cause: str) -> Redaction:
        """Overwrite spans of a kept file with spaces. Doing it again, also after a crash in mid-way, ends in the same file.

        Raises:
            NotFound: no such content was kept.
            SetupFailed: the disk is full; the file is as it was.
        """
        try:
            self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._clear_abandoned()
            with self._alone(), self._part() as (part, target):
                old = self.redaction(sha256)
                with self.open(sha256) as source:
                    _copy(source, target, _tell_nobody)
                lost = merged(old, spans)
                now = _fill(part, lost, encoding)
                causes = tuple(sorted({*(old.causes if old else ()), cause}))
                note = Redaction(received_sha256=sha256, sha256=now, encoding=encoding, spans=lost, causes=causes)
                # The note first: a crash behind it leaves a file that does not verify, until this runs again.
                self._write_note(note)
                self._publish(part, self.path(sha256))
        except OSError as problem:
            raise self._explained(problem) from problem
        return note

    def _note(self, sha256: str) -> Path:
        return self.path(sha256).with_name(f"{sha256}.redaction.json")

    def _write_note(self, note: Redaction) -> None:
        with self._part() as (part, target):
            target.write(msgspec.json.encode(note))
            target.flush()
            os.fsync(target.fileno())
            self._publish(part, self._note(note.received_sha256))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time puts files in place, so that nobody brings back bytes while another takes them out."""
        guard = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield
        finally:
            os.close(guard)

    def _publish(self, part: Path, final: Path) -> None:
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


def _fill(part: Path, spans: Sequence[tuple[int, int]], encoding: str) -> str:
    """Overwrite spans of a part; answers the SHA-256 of what it holds then."""
    with part.open("r+b") as target:
        overwrite(target, spans, encoding)
        target.flush()
        os.fsync(target.fileno())
        target.seek(0)
        return hashlib.file_digest(target, "sha256").hexdigest()


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
