"""Everything that is held about one person, a JSON object a line, for that person: nobody else's data are in it.

Others appear by their role. Where they are named in a text about the subject, the name is struck out; what they said themselves
is left out. Every line of kind `fact` is one edge with where it comes from.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from cypher.queries.erasing import FILE_TEXTS, SHARED_UTTERANCES, SUBJECT_NODES, FileRow, SharedConversation, SubjectNode
from cypher.queries.exporting import (
    RELATED_PEOPLE,
    SUBJECT_FACTS,
    SUBJECT_VERDICTS,
    RelatedTo,
    SubjectFact,
    SubjectVerdict,
)
from cypher.queries.importing import BatchRef
from cypher.queries.reviewing import Uids
from cypher.store import Reader
from review.privacy.mentions import Spoken, Strike, name_needles, spoken_by, strike_json, striker
from review.privacy.subject import Subject, many_of, read_subject

FORMAT: Final = "velocity-subject-export/1"
WITHHELD: Final = "[said by somebody else]"
OTHER_PERSON: Final = "[another person]"
_RELATED_MOST: Final = 1_000
# Who is at the other end, told by role: these are people, or speak about people.
_ROLES: Final[Mapping[str, str]] = {"Profile": "another person", "Staff": "member of staff", "Client": "the client"}
_NOT_TOLD: Final = frozenset({"Proposal", "Decision", "AuditEvent", "AuditSeal", "RawRow", "RawBatch", "ModelRun"})
_PEOPLE_PROPERTIES: Final = frozenset({"prov_actor", "received_by", "proposed_by", "owner_uid", "search_text"})
Line = dict[str, object]


def export_lines(reader: Reader, client_id: str, now: datetime) -> Iterator[Line]:
    """The lines of an export, in an order that two exports of the same graph share.

    Raises:
        NotFound: there is no such client.
    """
    person = read_subject(reader, client_id)
    strike = striker(_of_others(reader, person), OTHER_PERSON)
    own = frozenset({*person.profiles, *(node.uid for node in person.going), *(c.uid for c in person.records.clients)})
    yield {"kind": "export", "format": FORMAT, "client": person.client, "made_at": now.isoformat()}
    for node in person.nodes:
        yield {"kind": "held", "uid": node.uid, "label": node.label, **_told(node.properties, strike)}
    yield from _facts(reader, person, own, strike)
    yield from (_conversation(talk, person, strike) for talk in _talks(reader, person))
    yield from _rows(reader, person, strike)
    yield from _suggested(reader, person, strike)
    yield from (_verdict(verdict, strike) for verdict in _verdicts(reader, person))


def _of_others(reader: Reader, person: Subject) -> Iterator[str]:
    """Names and contact points of people who share something with the subject, but for those that the subject has too."""
    shared = [node.uid for node in person.shared]
    values = many_of(reader, RELATED_PEOPLE, shared, lambda part: RelatedTo(part, person.profiles, _RELATED_MOST))
    mine = {node.uid for node in (*person.going, *person.shared)}
    others = [value for value in values if value.uid not in mine]
    yield from name_needles([v.text for v in others if v.given], [v.given for v in others])
    yield from (value.text for value in others)


def _facts(reader: Reader, person: Subject, own: frozenset[str], strike: Strike) -> Iterator[Line]:
    seen: set[str] = set()
    # What others took part in too: what it was about is told here, who else was there by `_conversation`.
    shared = frozenset(node.uid for node in person.shared_nodes if node.label == "Interaction")
    nodes = sorted({*person.profiles, *(node.uid for node in person.going), *shared})
    for fact in many_of(reader, SUBJECT_FACTS, nodes, Uids):
        if fact.uid in seen or fact.label in _NOT_TOLD - {"RawRow"} or (fact.node in shared and fact.label in _ROLES):
            continue
        seen.add(fact.uid)
        yield {"kind": "fact", "uid": fact.uid, "type": fact.type, "of": fact.node, **_end(fact, own, strike)}


def _end(fact: SubjectFact, own: frozenset[str], strike: Strike) -> Line:
    said = {"said": _told(fact.said, strike)}
    if fact.label in _ROLES and fact.other not in own:
        return {"with": {"role": str(fact.said.get("role") or _ROLES[fact.label])}, **said}
    if fact.other in own or fact.label == "RawRow":
        return {"with": {"uid": fact.other, "label": fact.label}, **said}
    return {"with": {"uid": fact.other, "label": fact.label, **_told(fact.properties, strike)}, **said}


def _told(properties: Mapping[str, object], strike: Strike) -> Line:
    """What is said, without who of us said it and without others' names."""
    return {name: _plain(value, strike) for name, value in sorted(properties.items()) if name not in _PEOPLE_PROPERTIES}


def _plain(value: object, strike: Strike) -> object:
    match value:
        case str():
            return strike(value)
        case bool() | int() | float() | None:
            return value
        case list():
            return [_plain(part, strike) for part in value]
    return str(value)


def _talks(reader: Reader, person: Subject) -> list[SharedConversation]:
    shared = [node.uid for node in person.shared_nodes if node.label == "Interaction"]
    return many_of(reader, SHARED_UTTERANCES, shared, Uids)


def _conversation(talk: SharedConversation, person: Subject, strike: Strike) -> Line:
    """A conversation with others: who took part by role, what the subject said, and that others spoke too."""
    own = frozenset(person.profiles)
    roles = frozenset(part.role for part in talk.parts if part.uid in own)
    others = [part.role or "another person" for part in talk.parts if part.uid not in own]
    spans = [Spoken(span.uid, span.speaker, span.text) for span in talk.utterances]
    mine = frozenset(spoken_by(spans, person.names, roles, frozenset(others)))
    return {
        "kind": "conversation",
        "uid": talk.uid,
        "own_roles": sorted(roles),
        "others": sorted(others),
        "spoken": [
            {"uid": span.uid, "by": "subject", "text": strike(span.text)}
            if span.uid in mine
            else {"uid": span.uid, "by": "somebody else", "text": WITHHELD}
            for span in spans
        ],
    }


def _rows(reader: Reader, person: Subject, strike: Strike) -> Iterator[Line]:
    by_batch: dict[str, list[FileRow]] = {}
    for row in person.rows:
        by_batch.setdefault(row.batch, []).append(row)
    for batch in sorted(by_batch):
        names = [strike(texts.file_name) for texts in reader.many(FILE_TEXTS, BatchRef(batch))]
        for row in sorted(by_batch[batch], key=lambda found: found.number):
            yield {
                "kind": "row",
                "uid": row.uid,
                "batch": batch,
                "file": names[0] if names else "",
                "number": row.number,
                "bytes": f"{row.byte_start}-{row.byte_end}",
                "status": row.status,
                "cells": [strike(cell) for cell in row.cells],
            }


def _suggested(reader: Reader, person: Subject, strike: Strike) -> Iterator[Line]:
    nodes: list[SubjectNode] = many_of(reader, SUBJECT_NODES, [proposal.uid for proposal in person.proposals], Uids)
    for node in nodes:
        said = node.properties
        yield {
            "kind": "proposal",
            "uid": node.uid,
            "about": said.get("kind"),
            "state": said.get("state"),
            "title": strike(str(said.get("title") or "")),
            "reasons": _plain(said.get("reasons"), strike),
            "values": strike_json(str(said.get("payload_json") or "{}"), strike),
            "confidence": said.get("confidence"),
            "created_at": str(said.get("created_at") or ""),
        }


def _verdicts(reader: Reader, person: Subject) -> list[SubjectVerdict]:
    about = [*(client.uid for client in person.records.clients), *(proposal.uid for proposal in person.proposals)]
    return many_of(reader, SUBJECT_VERDICTS, about, Uids)


def _verdict(verdict: SubjectVerdict, strike: Strike) -> Line:
    said = msgspec.structs.asdict(verdict)
    struck = {name: strike(value) if name in {"note", "edit_json"} else value for name, value in said.items()}
    return {"kind": "decision", "decision": struck.pop("kind"), **struck}
