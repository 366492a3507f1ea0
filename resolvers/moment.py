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
    for name, moment in (("validAt", valid_at), ("knownAt", known_at)):
        if moment is not None and moment.tzinfo is None:
            raise InputRefused(f"{name} has no time zone", hint="write 2026-03-01T00:00:00Z", code="bad_moment")
    return Moment(
        valid_at=(valid_at or now).astimezone(UTC),
        known_at=(known_at or now).astimezone(UTC),
        is_past=valid_at is not None or known_at is not None,
    )
