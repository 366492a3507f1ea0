"""Persons out of a snapshot: one record of each profile, in the columns that the resolver reads."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from gnn.identity.decisions import NO_LABELS, Labels
from gnn.identity.table import PersonTable, person_table
from gnn.proposing.people import People
from gnn.snapshots.reading import Snapshot

# Columns of the table: the edge, the label that it leads to, and which property of that is told under which header.
_SINGLE: Final = (
    ("HAS_IDENTIFIER", "Email", {"value": "email"}),
    ("HAS_IDENTIFIER", "Phone", {"value": "phone"}),
    ("HAS_IDENTIFIER", "NationalId", {"value": "national_id"}),
    ("HAS_IDENTIFIER", "Handle", {"value": "handle"}),
    ("LIVES_AT", "Address", {"line": "address", "city": "city", "postcode": "postcode", "country": "country"}),
)
# Language is left out: it goes with names and places, and counted beside them it makes one person of two from one country.
_FACTS: Final = ("birth_date",)
# Values that two records share are evidence; of these a reviewer can open each.
_EVIDENCE: Final = (
    ("HAS_IDENTIFIER", ("Email", "Phone", "NationalId", "Handle")),
    ("LIVES_AT", ("Address",)),
    ("STATES", ("Fact",)),
)
_EARLIER: Final = "earlier_full_name"
_OTHERS: Final = "other contact points"


def people_of(snapshot: Snapshot) -> People:
    """All profiles of the graph of a snapshot, what people decided about them, and the clients that they belong to.

    The latest value of each kind stands in its column; earlier names in a column of their own, other contact points beside.
    Placeholders tell nothing and are left out.
    """
    profiles = snapshot.nodes("Profile").with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    live = profiles.filter(~pl.col("later"))
    frame = live.select("number", pl.col("uid").alias("id"))
    others: list[pl.DataFrame] = []
    for edge_type, label, headers in (("NAMED", "PersonName", {"value": "full_name"}), *_SINGLE):
        said = _said(snapshot, edge_type, label)
        latest = said.group_by("number", maintain_order=True).last()
        frame = frame.join(latest.select("number", *(pl.col(n).alias(h) for n, h in headers.items())), on="number", how="left")
        earlier = said.filter(pl.col("number").is_duplicated() & pl.col("number").is_last_distinct().not_())
        if edge_type == "NAMED":
            before = earlier.group_by("number").last().select("number", pl.col("value").alias(_EARLIER))
            frame = frame.join(before, on="number", how="left") if len(before) else frame
        elif "value" in headers:
            others.append(earlier.select("number", "value"))
    for field in _FACTS:
        frame = frame.join(_fact(snapshot, field), on="number", how="left")
    table = person_table([frame.sort("number").drop("number").fill_null("")])
    return _people(snapshot, profiles, table, others)


def _people(snapshot: Snapshot, profiles: pl.DataFrame, table: PersonTable, others: Sequence[pl.DataFrame]) -> People:
    place = dict(zip(table.ids, range(len(table)), strict=True))
    places = np.array([place.get(uid, -1) for uid in profiles["uid"]], np.int64)
    clients = _clients(snapshot, places, len(table))
    title = dict(zip(profiles["uid"], profiles["title"].fill_null(""), strict=True))
    relations = {
        "company": _listed(_companies(snapshot), places, len(table)),
        _OTHERS: _listed(pl.concat(others), places, len(table)),
    }
    return People(
        table=table,
        relations={kind: lists for kind, lists in relations.items() if any(lists)},
        clients=clients,
        names=[title[uid] or uid for uid in table.ids],
        values=_values(snapshot, places, len(table)),
        households=_households(snapshot, places, clients),
        labels=_labels(snapshot, places, clients),
    )


def _said(snapshot: Snapshot, edge_type: str, label: str) -> pl.DataFrame:
    """number (of the profile) and the value's properties; for each profile the latest last."""
    links = snapshot.links("Profile", edge_type, label)
    values = snapshot.nodes(label)
    found = pl.concat([links.select(pl.col("source").alias("number")), values[links["target"]]], how="horizontal")
    if "is_placeholder" in found.columns:
        found = found.filter(~pl.col("is_placeholder").fill_null(value=False))
    return found


def _fact(snapshot: Snapshot, field: str) -> pl.DataFrame:
    said = _said(snapshot, "STATES", "Fact").filter(pl.col("field") == field)
    return said.group_by("number", maintain_order=True).last().select("number", pl.col("value").alias(field))


def _companies(snapshot: Snapshot) -> pl.DataFrame:
    return _said(snapshot, "MEMBER_OF", "Account").select("number", pl.col("name").alias("value"))


def _listed(said: pl.DataFrame, places: np.ndarray[tuple[int], np.dtype[np.int64]], records: int) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(records)]
    for number, value in said.drop_nulls().unique().sort("number", "value").iter_rows():
        if places[number] >= 0:
            found[places[number]].append(value)
    return found


def _clients(snapshot: Snapshot, places: np.ndarray[tuple[int], np.dtype[np.int64]], records: int) -> list[str]:
    links = snapshot.links("Profile", "RESOLVES_TO", "Client")
    uids = snapshot.nodes("Client")["uid"]
    found = [""] * records
    for number, client in links.select("source", "target").iter_rows():
        if places[number] >= 0:
            found[places[number]] = uids[client]
    return found


def _values(snapshot: Snapshot, places: np.ndarray[tuple[int], np.dtype[np.int64]], records: int) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in range(records)]
    for edge_type, labels in _EVIDENCE:
        for label in labels:
            uids = snapshot.nodes(label)["uid"].to_list()
            for number, value in snapshot.links("Profile", edge_type, label).select("source", "target").iter_rows():
                if places[number] >= 0:
                    found[places[number]].add(uids[value])
    return [frozenset(its) for its in found]


def _households(
    snapshot: Snapshot, places: np.ndarray[tuple[int], np.dtype[np.int64]], clients: Sequence[str]
) -> Mapping[str, frozenset[str]]:
    uids = snapshot.nodes("Household")["uid"].to_list()
    found: dict[str, set[str]] = {}
    for number, household in snapshot.links("Profile", "MEMBER_OF", "Household").select("source", "target").iter_rows():
        if places[number] >= 0:
            found.setdefault(clients[places[number]], set()).add(uids[household])
    return {client: frozenset(its) for client, its in found.items()}


def _labels(snapshot: Snapshot, places: np.ndarray[tuple[int], np.dtype[np.int64]], clients: Sequence[str]) -> Labels:
    """Verdicts of people that stand, the smaller record first.

    Of two verdicts that contradict each other through others, what the gate made of them counts: a "same" joins records of one
    client, a "not the same" parts records of two.
    """
    found: dict[tuple[int, int], bool] = {}
    for edge_type, is_same in (("SAME_AS", True), ("NOT_SAME", False)):
        for left, right in snapshot.links("Profile", edge_type, "Profile").select("source", "target").iter_rows():
            a, b = sorted((int(places[left]), int(places[right])))
            if a >= 0 and (clients[a] == clients[b]) == is_same:
                found[a, b] = is_same
    if not found:
        return NO_LABELS
    pairs = np.array(sorted(found), np.int32)
    return Labels(pairs[:, 0].copy(), pairs[:, 1].copy(), np.array([found[a, b] for a, b in sorted(found)], bool))
