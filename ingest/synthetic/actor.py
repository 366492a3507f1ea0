"""Whose life is being written: the person, the records that it hangs on, and the moments at which things happen."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from graph_schema.ids import Prefix, stable_id
from ingest.synthetic.people import Person

# Things happen more often lately than long ago; 1 would spread them evenly.
_RECENCY: Final = 1.5


@dataclass(frozen=True, slots=True)
class Place:
    """A record on which things hang: its profile, its source and since when it exists."""

    profile: str
    source: str
    since: datetime

    def minutes_until(self, now: datetime) -> float:
        """How long it has existed."""
        return (now - self.since).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, their records (oldest first), the client that the newest is, who lives with them, and the demo's now."""

    person: Person
    places: tuple[Place, ...]
    client: str
    companions: tuple[Place, ...]
    now: datetime
    chance: random.Random

    def uid(self, prefix: Prefix, *parts: str) -> str:
        """An id within what is known of this person."""
        return stable_id(prefix, self.places[0].profile, *parts)

    @property
    def newest(self) -> Place:
        """The record that is kept up to date."""
        return self.places[-1]

    def place(self, *preferred: str) -> Place:
        """The record of one of these sources, if there is one; any other."""
        for place in self.places:
            if place.source in preferred:
                return place
        return self.chance.choice(self.places)

    def moment(self, place: Place) -> datetime:
        """Some time since the record was written, more often recent."""
        return self.now - timedelta(minutes=int(place.minutes_until(self.now) * self.chance.random() ** _RECENCY))

    def age(self, at: datetime) -> float:
        """How far back a moment lies: 1 when the person was first written down, 0 now."""
        return max(0.0, (self.now - at) / max(self.now - self.places[0].since, timedelta(days=1)))
