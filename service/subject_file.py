"""An export of what is held about one person, as a file: for its owner's eyes, for a week, with its SHA-256."""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from cypher.queries.reviewing import KNOWN_ENTITIES, Uids
from cypher.store import GraphStore
from graph_schema.errors import NotFound
from review.operating import live_client
from review.privacy.subject_export import export_lines

KEPT: Final = timedelta(days=7)
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(?P<client>cli_\w+)-(?P<at>\d{8}T\d{6}Z)\.jsonl")


@dataclass(frozen=True, slots=True)
class WrittenExport:
    """A written export."""

    path: Path
    sha256: str
    lines: int
    expires_at: datetime


def write_export(store: GraphStore, folder: Path, client_id: str, now: datetime) -> WrittenExport:
    """Write an export into a folder of exports, whole or not at all; whatever has expired there goes.

    Raises:
        NotFound: there is no such client.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_exports(folder, expired_before=now)
    client = live_client(store, client_id)
    path = folder / f"{client}-{now.astimezone(UTC):{_STAMP}}.jsonl"
    return write_to(path, store, client, now)


def write_to(path: Path, store: GraphStore, client_id: str, now: datetime) -> WrittenExport:
    """Write an export under a name of the caller's choice, mode 0600.

    Raises:
        NotFound: there is no such client.
        FileExistsError: something has that name.
    """
    digest, count = hashlib.sha256(), 0
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as target:
            for line in export_lines(store, client_id, now):
                raw = msgspec.json.encode(line) + b"\n"
                digest.update(raw)
                target.write(raw)
                count += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return WrittenExport(path, digest.hexdigest(), count, now + KEPT)


def kept_export(folder: Path | None, name: str, now: datetime) -> Path:
    """The file of an export that has not expired.

    Raises:
        NotFound: there is none of this name, or its week is over.
    """
    found = _NAME.fullmatch(name)
    path = folder / name if folder and found else None
    if found is None or path is None or _made(found) + KEPT <= now or not path.is_file():
        raise NotFound("there is no such export, or no longer", hint="ask for a new one: they are kept for a week")
    return path


def remove_exports(folder: Path, *, expired_before: datetime, clients: Iterable[str] = ()) -> int:
    """Remove exports that have expired, and all of these clients; answers how many."""
    gone, removed = set(clients), 0
    for path in folder.glob("*.jsonl") if folder.is_dir() else ():
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        if name["client"] in gone or _made(name) + KEPT <= expired_before:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
                removed += 1
    return removed


def remove_orphaned(store: GraphStore, folder: Path, now: datetime) -> int:
    """Remove exports of people who were forgotten since, and what has expired; answers how many."""
    names = [_NAME.fullmatch(path.name) for path in folder.glob("*.jsonl")] if folder.is_dir() else []
    exported = sorted({name["client"] for name in names if name})
    known = {row.uid for row in store.many(KNOWN_ENTITIES, Uids(exported))}
    return remove_exports(folder, expired_before=now, clients=set(exported) - known)


def _made(name: re.Match[str]) -> datetime:
    return datetime.strptime(name["at"], _STAMP).replace(tzinfo=UTC)
