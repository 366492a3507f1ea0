"""What the graph says about persons, as the resolver takes it, and what a proposal needs to know besides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gnn.identity.decisions import Labels
from gnn.identity.table import PersonTable


@dataclass(frozen=True, slots=True)
class People:
    """Records of the graph, one of each profile, all lists in the order of `table.ids`, which are uids of profiles.

    `clients` are the clients that they belong to, `households` the household of each client that has one, `names` what a
    reviewer calls them, `values` the uids of all values that each record holds, and `labels` what people decided about pairs.
    """

    table: PersonTable
    relations: Mapping[str, list[list[str]]]
    clients: Sequence[str]
    names: Sequence[str]
    values: Sequence[frozenset[str]]
    households: Mapping[str, frozenset[str]]
    labels: Labels

    def sizes(self) -> dict[str, int]:
        """How many records each client has."""
        found: dict[str, int] = {}
        for client in self.clients:
            found[client] = found.get(client, 0) + 1
        return found
