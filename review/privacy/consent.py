"""What people allowed, and which proposals may therefore not be made: pure.

On one record the latest word about a channel and a purpose stands; between the records of a client the most restrictive wins,
whatever came later, as nobody knows that both words are of one person's own free will. All of them stay as evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from graph_schema.proposals import ProposalKind

PROFILING: Final = "PROFILING"
MARKETING: Final = "MARKETING"
# The most restrictive first.
_RANK: Final[Mapping[str, int]] = {"WITHDRAWN": 0, "REFUSED": 1, "GRANTED": 2}
_NO: Final = frozenset({"WITHDRAWN", "REFUSED"})
# What a proposal of a kind does with what is known about a person.
USES: Final[Mapping[ProposalKind, frozenset[str]]] = {
    ProposalKind.PROPERTY_MATCH: frozenset({PROFILING, MARKETING}),
    ProposalKind.TASK: frozenset({MARKETING}),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """A word about a channel and a purpose, as one record holds it."""

    profile: str
    channel: str
    purpose: str
    state: str
    said_at: datetime


Standing = Mapping[tuple[str, str], str]


def standing(consents: Iterable[Consent]) -> Standing:
    """(channel, purpose) -> state, for the records of one client."""
    latest: dict[tuple[str, str, str], Consent] = {}
    for consent in sorted(consents, key=lambda c: (c.said_at, -_RANK.get(c.state, 0))):
        latest[consent.profile, consent.channel, consent.purpose] = consent
    found: dict[tuple[str, str], str] = {}
    for consent in latest.values():
        place = (consent.channel, consent.purpose)
        found[place] = min(found.get(place, consent.state), consent.state, key=lambda state: _RANK.get(state, 0))
    return found


def refused(allowed: Standing, purpose: str, channel: str = "") -> bool:
    """Whether a purpose is out of the question: on this channel, or without one on every channel that was ever asked about."""
    states = [state for (on, what), state in allowed.items() if what == purpose and (not channel or on in {channel, "ANY", ""})]
    return bool(states) and all(state in _NO for state in states)


def stopped_by(kind: ProposalKind, payload_json: str, allowed: Standing) -> str | None:
    """Which consent keeps a proposal from being made or shown; None if none does.

    A match profiles the person and offers something; a task that names a channel uses that channel.
    """
    channel = _channel(payload_json)
    if kind is ProposalKind.TASK and not channel:
        return None  # work inside the house
    for purpose in sorted(USES.get(kind, ())):
        if refused(allowed, purpose, channel):
            return f"consent to {purpose.lower()}" + (f" by {channel.lower()}" if channel else "")
    return None


def _channel(payload_json: str) -> str:
    try:
        said = msgspec.json.decode(payload_json or "{}")
    except msgspec.DecodeError:
        return ""
    return str(said.get("channel") or "") if isinstance(said, dict) else ""
