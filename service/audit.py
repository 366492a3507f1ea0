"""What sealing the audit record needs of this installation: its key, the keys that it knows, and notes of its last seals."""

from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock

from cypher.queries.auditing import STORE_ID
from cypher.query import NoParams
from cypher.store import GraphStore
from graph_schema.errors import SetupFailed
from review.audit.seal import NotedSeal, SealTrust
from review.audit.sealing import Sealed, chain_ends
from review.audit.signing import SigningKey, new_secret
from service.home import Home
from service.tokens import write_secret

KEY_FILE: Final = "audit-key"
KNOWN_FILE: Final = "audit-keys"
NOTES_FILE: Final = "audit-seals.json"
_COMMENT: Final = "#"


def audit_key(home: Home) -> SigningKey:
    """The key of this installation, made at its first use; its fingerprint then stands among the known ones.

    Raises:
        SetupFailed: the file was damaged.
    """
    path = home.root / KEY_FILE
    with _guarded(path):
        if not path.exists():
            made = new_secret()
            write_secret(path, made.hex() + "\n")
            _add_known(home, SigningKey(made).fingerprint)
    try:
        return SigningKey(bytes.fromhex(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise SetupFailed(
            f"{path} holds no key",
            hint="put the file of your backup back; or remove it: a new key is made, and old seals stay good by `audit-keys`",
            code="audit_key_damaged",
        ) from error


def known_keys(home: Home) -> frozenset[str]:
    """The fingerprints of keys that may seal here: one a line, with a comment after #. Operators add those of other homes."""
    try:
        lines = (home.root / KNOWN_FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(known for line in lines if (known := line.partition(_COMMENT)[0].strip()))


def seal_trust(home: Home, store: GraphStore) -> SealTrust:
    """By what the seals of this graph are judged on this machine."""
    this, origin = store.one(STORE_ID, NoParams()).id, chain_ends(store).origin
    noted = tuple(note for note in _notes(home) if note.store == this or (origin and note.origin == origin))
    return SealTrust(keys=known_keys(home), noted=noted)


def note_seal(home: Home, store: GraphStore, sealed: Sealed) -> None:
    """Note a seal outside of the database, in place of an earlier one of the same chain in the same store."""
    this, origin = store.one(STORE_ID, NoParams()).id, chain_ends(store).origin
    note = NotedSeal(store=this, origin=origin, sequence=sealed.sequence, hash=sealed.hash)
    with _guarded(home.root / NOTES_FILE):
        kept = [old for old in _notes(home) if (old.store, old.origin) != (this, origin) or old.sequence > note.sequence]
        write_secret(home.root / NOTES_FILE, msgspec.json.format(msgspec.json.encode([*kept, note])).decode() + "\n")


def _notes(home: Home) -> list[NotedSeal]:
    path = home.root / NOTES_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[NotedSeal])
    except FileNotFoundError:
        return []
    except msgspec.MsgspecError as error:
        raise SetupFailed(
            f"{path} is damaged: {error}",
            hint="find out who changed it; removed, the next `velocity audit seal` begins it anew",
            code="audit_key_damaged",
        ) from error


def _add_known(home: Home, fingerprint: str) -> None:
    path = home.root / KNOWN_FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    write_secret(path, f"{before}{fingerprint}  # made here\n")


def _guarded(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path.with_name(path.name + ".lock"))
