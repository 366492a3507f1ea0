"""Who holds which token. Only hashes are stored; the file is read again whenever it changes, so a revocation works at once."""

import hashlib
import hmac
import json
import os
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock

from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused, NotFound, SetupFailed
from service.home import Home

# Long enough that guessing is hopeless; the prefix lets scanners find tokens that leaked into repositories.
TOKEN_BYTES: Final = 32
TOKEN_PREFIX: Final = "vel_"  # noqa: S105 - a mark, not a secret
_ID_DIGITS: Final = 12


class StoredToken(msgspec.Struct, frozen=True):
    """One token: its SHA-256, whom it stands for, until when, when its holder last signed in, and for which human it acts."""

    sha256: str
    actor: str
    kind: ActorKind
    roles: tuple[Role, ...]
    expires_at: datetime | None = None
    signed_in_at: datetime | None = None
    delegated_by: str | None = None

    @property
    def id(self) -> str:
        """The first digits of the hash: enough to name it, useless to sign in with."""
        return self.sha256[:_ID_DIGITS]


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token in clear: shown once, never stored."""

    secret: str
    stored: StoredToken


class TokenBook:
    """The tokens of one installation, in one file of mode 0600."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] = (0, 0, 0)
        self._tokens: tuple[StoredToken, ...] = ()

    def who(self, secret: str, now: datetime) -> Actor | None:
        """The actor behind a token; None if nobody holds it or it has expired."""
        digest = hashlib.sha256(secret.encode()).hexdigest()
        found = next((token for token in self.all() if hmac.compare_digest(token.sha256, digest)), None)
        if found is None or (found.expires_at and found.expires_at <= now):
            return None
        return Actor(
            found.actor, found.kind, frozenset(found.roles), found.actor, found.delegated_by, signed_in_at=found.signed_in_at
        )

    def all(self) -> tuple[StoredToken, ...]:
        """Every token, read again when the file changed.

        Raises:
            SetupFailed: the file is damaged.
        """
        with self._lock:
            try:
                stat = self._path.stat()
            except FileNotFoundError:
                return ()
            # Every write makes a new file, so even two writes within one tick of the clock are told apart.
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp != self._stamp:
                self._tokens = _read(self._path)
                self._stamp = stamp
            return self._tokens

    def create(
        self,
        actor: str,
        kind: ActorKind,
        roles: tuple[Role, ...],
        *,
        days: int | None = None,
        delegated_by: str | None = None,
        now: datetime | None = None,
    ) -> NewToken:
        """A new token; making it counts as signing in.

        Raises:
            InputRefused: no role was named, or an agent acts for nobody.
        """
        if kind is ActorKind.AGENT and not delegated_by:
            raise InputRefused("an agent acts for somebody", hint="name the human with --for")
        if not roles:
            raise InputRefused("a token without a role opens nothing", hint=f"name one of {', '.join(Role)} with --role")
        secret = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        made = now or datetime.now(UTC)
        expires = made + timedelta(days=days) if days else None
        stored = StoredToken(hashlib.sha256(secret.encode()).hexdigest(), actor, kind, roles, expires, made, delegated_by)
        with self._guarded():
            self._write((*self.all(), stored))
        return NewToken(secret, stored)

    def renew(self, secret: str, now: datetime) -> StoredToken:
        """Sign in again with a token: decisions of risk ask for a fresh sign-in.

        Raises:
            NotFound: the token opens nothing.
        """
        digest = hashlib.sha256(secret.encode()).hexdigest()
        with self._guarded():
            known = next((token for token in self.all() if hmac.compare_digest(token.sha256, digest)), None)
            if known is None or (known.expires_at and known.expires_at <= now):
                raise NotFound("this token opens nothing", hint="`velocity token create` makes one")
            renewed = msgspec.structs.replace(known, signed_in_at=now)
            self._write(tuple(renewed if token is known else token for token in self.all()))
        return renewed

    def revoke(self, token_id: str) -> None:
        """Forget a token.

        Raises:
            NotFound: no token has this id.
        """
        with self._guarded():
            kept = tuple(token for token in self.all() if token.id != token_id)
            if len(kept) == len(self.all()):
                raise NotFound(f"no token {token_id}", hint="`velocity token list` shows their ids")
            self._write(kept)

    def _guarded(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"))

    def _write(self, tokens: tuple[StoredToken, ...]) -> None:
        write_secret(self._path, json.dumps(msgspec.to_builtins(tokens), indent=1))


def token_book(home: Home) -> TokenBook:
    """The tokens of this installation."""
    return TokenBook(home.root / "tokens.json")


def _read(path: Path) -> tuple[StoredToken, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[StoredToken, ...])
    except msgspec.DecodeError as error:
        raise SetupFailed(
            f"{path} is damaged: {error}", hint="remove it and make the tokens again with `velocity token create`"
        ) from error


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first moment, and never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
    part.replace(path)
