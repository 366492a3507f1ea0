"""On which record a change by hand is hung. It must go to the right person if the client is ever taken apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from review.identity.membership import Standing
from review.identity.survivorship import Stated, survive

# The endings of `prov_method` by which an undo tells what it may leave in place.
STATED: Final = "stated"
SOLE: Final = "sole"
UNPLACED: Final = "unplaced"


@dataclass(frozen=True, slots=True)
class Place:
    """The record, and how sure we are that it is the right one."""

    profile: str
    why: str

    def method(self, verb: str) -> str:
        """What the edge says about how it came to be."""
        return f"{verb}/{self.why}"


def place(standing: Standing, client: str, stated: Iterable[Stated] = (), field: str = "") -> Place:
    """The record that shows the value which is corrected; the only record; or the keeper, and then nobody knows for sure."""
    profiles = standing.of_client(client)
    if len(profiles) == 1:
        return Place(profiles[0], SOLE)
    shown = survive(s for s in stated if field and s.field == field and s.profile in profiles)
    if shown:
        return Place(shown[0].profile, STATED)
    keepers = [home.keeper for home in standing.homes if home.client == client and home.keeper in profiles]
    return Place(min(keepers, default=profiles[0]), UNPLACED)
