"""Bindings for forgetting: everything that is about one person, and what has to be changed so that nothing of it stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from cypher.queries.importing import BatchRef, ProfileIds
from cypher.queries.operating import ClientRef
from cypher.queries.reviewing import Uids
from cypher.queries.writing import Plain, Written
from cypher.query import NoParams, Query


class SubjectProfile(msgspec.Struct, frozen=True):
    """A record, and the key under which its source knows it."""

    uid: str
    source_system: str
    source_key: str


class SubjectClient(msgspec.Struct, frozen=True):
    """A client that the records were ever said to be; `others` names a record of somebody else that ever was there,
    `is_anothers` says that somebody else's is there now."""

    uid: str
    others: tuple[str, ...]
    is_anothers: bool


class SubjectRecords(msgspec.Struct, frozen=True):
    """Records and clients of a person."""

    profiles: tuple[SubjectProfile, ...]
    clients: tuple[SubjectClient, ...]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """From which nodes, and what does not count."""

    sources: Sequence[str]
    kept: Sequence[str]
    onlookers: Sequence[str]
    most: int


class ReachedRow(msgspec.Struct, frozen=True):
    """A node that is pointed at: who points at it (proposals apart), whether it points on, and which properties it has."""

    uid: str
    label: str
    holders: tuple[str, ...]
    lookers: tuple[str, ...]
    leads_on: bool
    keys: tuple[str, ...]


class SubjectNode(msgspec.Struct, frozen=True):
    """A node as it is."""

    uid: str
    label: str
    properties: Mapping[str, object]


class SubjectEdge(msgspec.Struct, frozen=True):
    """An edge of a node."""

    uid: str
    type: str
    source: str
    target: str


class FileRow(msgspec.Struct, frozen=True):
    """A row of a file, with its span of bytes."""

    uid: str
    batch: str
    number: int
    byte_start: int
    byte_end: int
    status: str
    cells: tuple[str, ...]


class RowsAt(msgspec.Struct, frozen=True):
    """Which rows of a file."""

    batch_id: str
    numbers: Sequence[int]


class RowsOf(msgspec.Struct, frozen=True):
    """A page of the rows of a file."""

    batch_id: str
    status: str
    after: int
    limit: int


class FileMark(msgspec.Struct, frozen=True):
    """A received file."""

    uid: str
    source_system: str
    sha256: str
    encoding: str
    manifest_json: str | None


class ManifestText(msgspec.Struct, frozen=True):
    """A mapping, as stored."""

    uid: str
    json: str


class FileTexts(msgspec.Struct, frozen=True):
    """Texts about a file."""

    uid: str
    file_name: str
    profile_json: str
    issues_json: str
    manifests: tuple[ManifestText, ...]


class SaidRow(msgspec.Struct, frozen=True):
    """A span of a transcript."""

    uid: str
    speaker: str
    text: str


class PartRow(msgspec.Struct, frozen=True):
    """Who took part in a conversation, and as what."""

    uid: str
    role: str


class SharedConversation(msgspec.Struct, frozen=True):
    """A conversation that others took part in too."""

    uid: str
    utterances: tuple[SaidRow, ...]
    parts: tuple[PartRow, ...]


class SubjectProposal(msgspec.Struct, frozen=True):
    """A proposal about a person."""

    uid: str
    state: str
    is_decided: bool


class SubjectDecision(msgspec.Struct, frozen=True):
    """A decision about a person that carries words."""

    uid: str


class ReceiptText(msgspec.Struct, frozen=True):
    """A kept answer."""

    uid: str
    answer_json: str


class RedactionRow(msgspec.Struct, frozen=True):
    """Spans (`start-end`) of a file that are to be overwritten, and the batch that it came as."""

    uid: str
    batch: str
    sha256: str
    encoding: str
    spans: tuple[str, ...]
    cause: str


class RedactionDone(msgspec.Struct, frozen=True):
    """A redaction, and when its bytes were overwritten."""

    uid: str
    done_at: datetime


class EmptiedRows(msgspec.Struct, frozen=True):
    """Parameters of empty_rows."""

    rows: Sequence[Plain]


class BlankedEntities(msgspec.Struct, frozen=True):
    """Parameters of blank_entities."""

    entities: Sequence[Plain]


SUBJECT_RECORDS = Query("read.subject_records", ClientRef, SubjectRecords)
SUBJECT_REACH = Query("read.subject_reach", Reach, ReachedRow)
SUBJECT_NODES = Query("read.subject_nodes", Uids, SubjectNode)
SUBJECT_EDGES = Query("read.subject_edges", Uids, SubjectEdge)
SUBJECT_ROWS = Query("read.subject_rows", ProfileIds, FileRow)
ROWS_AT = Query("read.rows_at", RowsAt, FileRow)
ROWS_WITHOUT_RECORD = Query("read.rows_without_record", RowsOf, FileRow)
FILE_MARKS = Query("read.file_marks", NoParams, FileMark)
FILE_TEXTS = Query("read.file_texts", BatchRef, FileTexts)
SUBJECT_PROPOSALS = Query("read.subject_proposals", Uids, SubjectProposal)
SUBJECT_DECISIONS = Query("read.subject_decisions", Uids, SubjectDecision)
SHARED_UTTERANCES = Query("read.shared_utterances", Uids, SharedConversation)
EVERY_RECEIPT = Query("read.every_receipt", NoParams, ReceiptText)
PENDING_REDACTIONS = Query("read.pending_redactions", NoParams, RedactionRow)
DELETE_NODES = Query("write.delete_nodes", Uids, Written)
FINISH_REDACTION = Query("write.finish_redaction", RedactionDone, Written)
EMPTY_ROWS = Query("write.empty_rows", EmptiedRows, Written)
BLANK_ENTITIES = Query("write.blank_entities", BlankedEntities, Written)
