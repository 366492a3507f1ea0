"""Pages: how many rows, from where on, and cursors that only we can make."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

import strawberry

from graph_schema.errors import InputRefused
from resolvers.context import Context

# Two screens of a dense table; who needs more asks for the next page.
MAX_FIRST: Final = 200
_SIGNATURE_BYTES: Final = 12


@strawberry.type
class PageInfo:
    """Where a page stands in its list. Lists are read forwards."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


class HasCursor(Protocol):
    """A row that knows its place in the list."""

    @property
    def cursor(self) -> str:
        """The sort key, unique in its list."""
        ...


R = TypeVar("R", bound=HasCursor)


@dataclass(frozen=True, slots=True)
class Page:
    """One page that was asked for: of which list (`scope`), how many rows, after which sort key."""

    scope: str
    first: int
    after: str | None
    secret: bytes = field(repr=False)

    @property
    def limit(self) -> int:
        """One row more than is shown tells whether there is a next page."""
        return self.first + 1

    def cut(self, rows: Sequence[R]) -> tuple[Sequence[R], PageInfo]:
        """The rows to show and where they stand."""
        shown = rows[: self.first]
        info = PageInfo(
            has_next_page=len(rows) > self.first,
            has_previous_page=self.after is not None,
            start_cursor=self.sign(shown[0].cursor) if shown else None,
            end_cursor=self.sign(shown[-1].cursor) if shown else None,
        )
        return shown, info

    def sign(self, key: str) -> str:
        """The cursor of a row with this sort key: opaque, and valid for this list alone."""
        return _encode(_signature(self.secret, self.scope, key.encode()) + key.encode())


def ask_page(context: Context, scope: str, first: int, after: str | None) -> Page:
    """The page that somebody asks for.

    Raises:
        InputRefused: too many rows, a negative number of them, or a cursor that we did not make for this list.
    """
    check_first(first)
    key = _unsign(context.cursor_key, scope, after) if after is not None else None
    return Page(scope, first, key, context.cursor_key)


def check_first(first: int) -> None:
    """Raises InputRefused unless this many rows can be asked for at once."""
    if not 0 <= first <= MAX_FIRST:
        raise InputRefused(
            f"first is {first}; it can be 0 to {MAX_FIRST}",
            hint="ask for a page, then for the next one with `after: <endCursor>`",
            code="bad_page",
        )


def _encode(signed: bytes) -> str:
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _signature(secret: bytes, scope: str, key: bytes) -> bytes:
    return hmac.digest(secret, scope.encode() + b"\0" + key, hashlib.sha256)[:_SIGNATURE_BYTES]


def _unsign(secret: bytes, scope: str, cursor: str) -> str:
    try:
        signed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        signed = b""
    signature, key = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    # A cursor has one spelling: base64 ignores the last bits of its last letter, and we do not.
    if _encode(signed) != cursor or not hmac.compare_digest(signature, _signature(secret, scope, key)):
        raise InputRefused(
            "the cursor was not made by this list, or was changed",
            hint="pass `after` exactly as `endCursor` or `cursor` gave it, to the same list",
            code="bad_cursor",
        )
    return key.decode()
