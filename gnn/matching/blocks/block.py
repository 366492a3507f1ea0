"""What every block can do."""

from enum import StrEnum
from typing import Protocol

from gnn.matching.arrays import Floats, Ints, Matrix


class Evidence(StrEnum):
    """What the columns of a block's profile are."""

    ITEM = "item"  # items that the client took up
    FRIEND = "friend"  # clients who are related to the client
    CLIENT_VALUE = "client value"  # attribute values of the client
    EVERYBODY = "everybody"  # one column that is 1 for all


class Block(Protocol):
    """Scores of all items that are linear in a profile: score = profile @ something that depends on no client.

    So each score is exactly the sum of what each piece of evidence adds, and those sums are the reasons.
    """

    @property
    def name(self) -> str:
        """A short name, with its settings."""

    @property
    def evidence(self) -> Evidence:
        """What the profile's columns are."""

    def profile(self, clients: Ints) -> Matrix:
        """What is known of these clients, CSR [clients, evidence]."""

    def spread(self, profile: Matrix) -> Floats:
        """The scores that a profile (CSR [n, evidence]) gives, float32 [n, items]."""
