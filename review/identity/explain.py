"""Asking why: reads what an explanation needs. Nothing here changes anything."""

from typing import Final

from cypher.queries.identity import (
    CLIENT_OF_RECORD,
    IDENTITY_EVIDENCE,
    IDENTITY_PROPOSALS,
    BothSides,
    EvidenceOf,
    RecordRef,
)
from cypher.store import Reader
from graph_schema.errors import InputRefused
from graph_schema.ids import Prefix, prefix_of
from review.identity.explaining import Apart, Together, apart, together
from review.identity.ground import read_ground
from review.identity.membership import Standing
from review.operating import live_client

# Beyond this, what a record says is noise for the question whose it is.
VALUES_OF_A_RECORD: Final = 60


def explain(reader: Reader, left_id: str, right_id: str) -> Together | Apart:
    """Why two records or clients, by id (a retired one too), are one client; or why they are not.

    Raises:
        NotFound: there is no such record or client.
        InputRefused: both ids mean the same record.
    """
    left, right = _client(reader, left_id), _client(reader, right_id)
    standing = read_ground(reader, sorted({left, right})).standing
    members = standing.of_client(left), standing.of_client(right)
    profiles = sorted({*members[0], *members[1]})
    said = reader.many(IDENTITY_EVIDENCE, EvidenceOf(profiles, VALUES_OF_A_RECORD))
    if left != right:
        sides = BothSides([left, *members[0]], [right, *members[1]])
        return apart(standing, *members, said, reader.many(IDENTITY_PROPOSALS, sides))
    ends = _record(standing, left_id, members[0]), _record(standing, right_id, members[1])
    if ends[0] == ends[1]:
        raise InputRefused(f"{left_id} and {right_id} mean one record", hint="name two records, or a record and a client")
    return together(standing, *ends, said)


def _client(reader: Reader, uid: str) -> str:
    if prefix_of(uid) == Prefix.PROFILE:
        found = reader.many(CLIENT_OF_RECORD, RecordRef(uid))
        if found:
            return found[0].client
    return live_client(reader, uid)


def _record(standing: Standing, uid: str, members: tuple[str, ...]) -> str:
    """The record that an id means: itself, else the one that carries the client's id along."""
    if uid in members:
        return uid
    carried = next((home.keeper for home in standing.homes if home.client == uid and home.keeper in members), None)
    return carried or members[0]
