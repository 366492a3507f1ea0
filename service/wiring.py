"""One installation's parts, each made in one place: its tokens, its cursor key, its application."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from cypher.driver import Connection
from cypher.store import GraphStore
from graph_schema.actors import ActorKind, Role
from graph_schema.errors import SetupFailed
from resolvers.context import PrivacyDesk, SubjectFile
from service.app import create_app
from service.exports import EXPORTS
from service.home import Home
from service.privacy import finish_erasures, suppression_key
from service.settings import Settings
from service.subject_file import write_export
from service.tokens import token_book, write_secret

DEVELOPER: Final = "developer"
DEVELOPER_ROLES: Final = (Role.OPERATOR, Role.REVIEWER, Role.ANALYST, Role.AUDITOR)
CURSOR_KEY_BYTES: Final = 32


def wire(home: Home, settings: Settings, connection: Connection) -> Starlette:
    """The application of this installation over this database."""
    return create_app(
        settings,
        connection,
        token_book(home),
        cursor_key(home),
        lambda store: privacy_desk(home, store),
        home=home,
        warm_up=True,
    )


def privacy_desk(home: Home, store: GraphStore) -> PrivacyDesk:
    """What people's rights need of this installation."""

    def export(client_id: str, now: datetime) -> SubjectFile:
        written = write_export(store, home.exports, client_id, now)
        return SubjectFile(f"{EXPORTS}/{written.path.name}", written.expires_at, written.sha256)

    return PrivacyDesk(suppression_key(home), lambda: finish_erasures(store, home), export)


def development_token(home: Home) -> Path:
    """The file that holds a working token for the person at this machine; made again when its token was revoked."""
    book = token_book(home)
    if _opens(home.token_file, home):
        return home.token_file
    created = book.create(DEVELOPER, ActorKind.HUMAN, DEVELOPER_ROLES)
    write_secret(home.token_file, created.secret + "\n")
    return home.token_file


def _opens(token_file: Path, home: Home) -> bool:
    try:
        secret = token_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return False
    return token_book(home).who(secret, datetime.now(UTC)) is not None


def cursor_key(home: Home) -> bytes:
    """What page cursors are signed with; the same for as long as the installation lives, so that cursors outlive restarts.

    Raises:
        SetupFailed: the file was damaged.
    """
    path = home.root / "cursor-key"
    if not path.exists():
        write_secret(path, os.urandom(CURSOR_KEY_BYTES).hex() + "\n")
    try:
        key = bytes.fromhex(path.read_text(encoding="utf-8"))
    except ValueError:
        key = b""
    if len(key) != CURSOR_KEY_BYTES:
        raise SetupFailed(f"{path} holds no key", hint="remove it: a new one is made, and only open pages lose their place")
    return key
