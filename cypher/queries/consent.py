"""Bindings about what people allowed."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from cypher.queries.reviewing import Uids
from cypher.query import Query
from graph_schema.lifecycle import ProposalState
from graph_schema.proposals import ProposalKind


class SubjectConsent(msgspec.Struct, frozen=True):
    """A consent that a record holds; `subject` is the node that was asked about."""

    subject: str
    profile: str
    channel: str
    purpose: str
    state: str
    said_at: datetime


class ProposalsAbout(msgspec.Struct, frozen=True):
    """About which nodes, of which kinds."""

    uids: Sequence[str]
    kinds: Sequence[str]


class ConsentingProposal(msgspec.Struct, frozen=True):
    """A proposal that a consent may stop, and which of the nodes asked about it concerns."""

    uid: str
    kind: ProposalKind
    state: ProposalState
    payload_json: str
    subjects: tuple[str, ...]


CONSENTS_OF = Query("read.consents_of", Uids, SubjectConsent)
CONSENTING_PROPOSALS = Query("read.consenting_proposals", ProposalsAbout, ConsentingProposal)
