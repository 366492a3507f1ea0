"""Texts that stay when a person goes, and what they lose: conversations with others, proposals, file profiles, receipts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cypher.queries.erasing import (
    EVERY_RECEIPT,
    FILE_TEXTS,
    SHARED_UTTERANCES,
    SUBJECT_DECISIONS,
    FileRow,
    FileTexts,
    SharedConversation,
    SubjectNode,
)
from cypher.queries.importing import BatchRef
from cypher.queries.reviewing import Uids
from cypher.query import NoParams
from cypher.store import Reader
from graph_schema.lifecycle import ClientState, ProposalState
from review.privacy.erasure import TextChange
from review.privacy.mentions import (
    PERSONAL,
    Spoken,
    Strike,
    name_needles,
    personal_texts,
    spoken_by,
    strike_json,
    strike_reasons,
    strike_samples,
    striker,
)
from review.privacy.subject import Subject, many_of

# Values that several people hold stay as they are; what happened between people loses the name of the one who goes.
_VALUES: Final = frozenset({"Email", "Phone", "NationalId", "Handle", "Address", "PersonName", "Fact", "Account"})
_OPEN: Final = frozenset({ProposalState.PROPOSED.value, ProposalState.CLAIMED.value, ProposalState.AWAITING_SECOND.value})
# Shorter values of the person ("English", "2 beds") are other people's words too.
_TELLING_TEXT: Final = 12
_NOTHING_SHOWN: Final[Mapping[str, object]] = {
    "state": ClientState.RETIRED.value,
    "display_name": None,
    "owner_uid": None,
    "last_interaction_at": None,
    "qd_score": None,
    "open_task_count": None,
    "identity_confidence": None,
}


def spoken_spans(reader: Reader, person: Subject) -> tuple[str, ...]:
    """What the person said in conversations that others took part in: these spans go, the conversation stays."""
    own = frozenset(person.profiles)
    found: list[str] = []
    for talk in _talks(reader, person):
        roles = frozenset(part.role for part in talk.parts if part.uid in own)
        others = frozenset(part.role for part in talk.parts if part.uid not in own)
        found.extend(spoken_by(_spans(talk), person.names, roles, others))
    return tuple(sorted(found))


def changed_texts(reader: Reader, person: Subject, going: frozenset[str]) -> tuple[TextChange, ...]:
    """Every node that stays and holds words of or about the person, with what it holds afterwards."""
    named = striker(_names(person))
    found = [
        *(TextChange(c.uid, "Client", _NOTHING_SHOWN) for c in person.records.clients if c.others and not c.is_anothers),
        *_shared(person.shared_nodes, named),
        *_overheard(reader, person, going, named),
        *_decided(reader, person),
        *_about_files(reader, person, named),
        *_receipts(reader, person),
    ]
    return tuple(sorted(found, key=lambda change: change.uid))


def _names(person: Subject) -> Iterator[str]:
    """What a text that stays must not say: how the person is called and reached, and what was written about them at length."""
    given = [str(n.properties.get("given") or "") for n in (*person.nodes, *person.shared_nodes) if n.label == "PersonName"]
    yield from name_needles(person.names, given)
    for node in person.nodes:
        for text in personal_texts(node.label, node.properties):
            if node.label in {"Email", "Phone", "NationalId", "Handle"} or len(text) >= _TELLING_TEXT:
                yield text


def _shared(nodes: Iterable[SubjectNode], strike: Strike) -> Iterator[TextChange]:
    for node in nodes:
        if node.label in _VALUES:
            continue
        before = {name: node.properties[name] for name in PERSONAL.get(node.label, ()) if name in node.properties}
        after = {name: strike(value) for name, value in before.items() if isinstance(value, str)}
        if changed := {name: value for name, value in after.items() if value != before[name]}:
            yield TextChange(node.uid, node.label, changed)


def _overheard(reader: Reader, person: Subject, going: frozenset[str], strike: Strike) -> Iterator[TextChange]:
    for talk in _talks(reader, person):
        for span in talk.utterances:
            speaker, text = strike(span.speaker), strike(span.text)
            if span.uid not in going and (speaker, text) != (span.speaker, span.text):
                yield TextChange(span.uid, "Utterance", {"speaker": speaker, "text": text})


def _decided(reader: Reader, person: Subject) -> Iterator[TextChange]:
    """Decisions stay, since the audit chain tells of them; what they were about is blank afterwards."""
    for proposal in person.proposals:
        if proposal.is_decided:
            state = {"state": ProposalState.WITHDRAWN.value} if proposal.state in _OPEN else {}
            yield TextChange(proposal.uid, "Proposal", {**_BLANK_PROPOSAL, **state})
    about = [*(client.uid for client in person.records.clients), *(proposal.uid for proposal in person.proposals)]
    for uid in sorted({row.uid for row in many_of(reader, SUBJECT_DECISIONS, about, Uids)}):
        yield TextChange(uid, "Decision", {"note": "", "edit_json": None})


_BLANK_PROPOSAL: Final[Mapping[str, object]] = {
    "title": "erased",
    "reasons": ["erased: the person was forgotten"],
    "evidence": [],
    "payload_json": "{}",
    "shown_hash": "",
}


def _about_files(reader: Reader, person: Subject, strike: Strike) -> Iterator[TextChange]:
    rows: dict[str, list[FileRow]] = {}
    for row in person.rows:
        rows.setdefault(row.batch, []).append(row)
    for batch in sorted(rows):
        cells = cells_by_position(row.cells for row in rows[batch])
        for texts in reader.many(FILE_TEXTS, BatchRef(batch)):
            yield from file_changes(texts, cells, strike)


def cells_by_position(rows: Iterable[tuple[str, ...]]) -> dict[int, frozenset[str]]:
    """What stands in each column of some rows."""
    found: dict[int, set[str]] = {}
    for cells in rows:
        for position, cell in enumerate(cells):
            if cell.strip():
                found.setdefault(position, set()).add(cell)
    return {position: frozenset(values) for position, values in found.items()}


def file_changes(texts: FileTexts, cells: Mapping[int, frozenset[str]], strike: Strike) -> Iterator[TextChange]:
    """What the texts about a file lose when some of its rows are emptied."""
    before = {"file_name": texts.file_name, "issues_json": texts.issues_json, "profile_json": texts.profile_json}
    after = {
        "file_name": strike(texts.file_name),
        "issues_json": strike_json(texts.issues_json, strike) if texts.issues_json else "",
        "profile_json": strike_samples(texts.profile_json, cells) if texts.profile_json else "",
    }
    if changed := {name: value for name, value in after.items() if value != before[name]}:
        yield TextChange(texts.uid, "RawBatch", changed)
    for manifest in texts.manifests:
        struck = strike_reasons(manifest.json, cells)
        if struck != manifest.json:
            yield TextChange(manifest.uid, "MappingManifest", {"manifest_json": struck})


def _receipts(reader: Reader, person: Subject) -> Iterator[TextChange]:
    own = (text for node in person.nodes for text in personal_texts(node.label, node.properties))
    strike = striker([*own, *person.names])
    for receipt in reader.many(EVERY_RECEIPT, NoParams()):
        struck = strike_json(receipt.answer_json, strike)
        if struck != receipt.answer_json:
            yield TextChange(receipt.uid, "Receipt", {"answer_json": struck})


def _talks(reader: Reader, person: Subject) -> list[SharedConversation]:
    shared = [node.uid for node in person.shared_nodes if node.label == "Interaction"]
    return many_of(reader, SHARED_UTTERANCES, shared, Uids)


def _spans(talk: SharedConversation) -> list[Spoken]:
    return [Spoken(span.uid, span.speaker, span.text) for span in talk.utterances]
