"""Bindings for telling a person everything that is held about them."""

from collections.abc import Mapping, Sequence

import msgspec

from cypher.queries.reviewing import Uids
from cypher.query import Query


class SubjectFact(msgspec.Struct, frozen=True):
    """An edge of a node: what it says, and what is at its other end."""

    uid: str
    type: str
    goes_out: bool
    node: str
    other: str
    label: str
    said: Mapping[str, object]
    properties: Mapping[str, object]


class RelatedTo(msgspec.Struct, frozen=True):
    """Which nodes, and whose records do not count."""

    uids: Sequence[str]
    own: Sequence[str]
    limit: int


class RelatedValue(msgspec.Struct, frozen=True):
    """A value of somebody else; `given` is the given name, of names."""

    uid: str
    text: str
    given: str


class SubjectVerdict(msgspec.Struct, frozen=True):
    """A decision about a person, without who made it."""

    uid: str
    about: str
    kind: str
    verdict: str
    decided_at: str
    note: str
    edit_json: str
    undone_by: str


SUBJECT_FACTS = Query("read.subject_facts", Uids, SubjectFact)
RELATED_PEOPLE = Query("read.related_people", RelatedTo, RelatedValue)
SUBJECT_VERDICTS = Query("read.subject_verdicts", Uids, SubjectVerdict)
