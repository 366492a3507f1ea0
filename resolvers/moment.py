"""The moment that is asked about: true in the world then (`valid_at`), as we believed then (`known_at`)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from graph_schema.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Moment:
    """Both times in UTC; `is_past` tells that somebody asked for one of them."""

    valid_at: datetime
    known_at: datetime
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One client at a moment."""

    client_id: str
    moment: Moment


class AboutClient(Protocol):
    """Whatever hangs on a client: its sections are read for this subject."""

    @property
    def subject(self) -> Subject:
        """Which client, when."""
        ...


def moment_of(now: datetime, valid_at: datetime | None, known_at: datetime | None) -> Moment:
    """The moment that is asked about; what is not said is now.

    Raises:
        InputRefused: a time without a time zone.
    """
    return Moment(
        valid_at=in_utc("validAt", valid_at) or now,
        known_at=in_utc("knownAt", known_at) or now,
        is_past=valid_at is not None or known_at is not None,
    )


def in_utc(name: str, moment: datetime | None) -> datetime | None:
    """The same moment in UTC.

    Raises:
        InputRefused: it has no time zone, so nobody can tell which moment it is.
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise InputRefused(f"{name} has no time zone", hint="write 2026-03-01T00:00:00Z", code="bad_moment")
    return moment.astimezone(UTC)
