"""What a read row asserts, as entities and edges that still lack their stamp (who approved it, and when it was recorded)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from graph_schema.changes import EntityWrite, LinkWrite
from graph_schema.folding import fold
from graph_schema.ids import Prefix, link_id, stable_id
from graph_schema.manifests import ColumnMapping, MappingTarget
from graph_schema.natural_keys import (
    account_uid,
    address_uid,
    campaign_uid,
    client_uid,
    email_uid,
    fact_uid,
    person_name_uid,
    phone_uid,
    property_uid,
    source_system_uid,
    staff_uid,
)
from graph_schema.provenance import Provenance
from graph_schema.values import Address, Email, Money, PersonName, Phone, Properties
from ingest.reading import Reading, ReadRow

_T = MappingTarget
_NOTHING: Properties = {}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all edges of one commit share: the batch, the decision behind it, who approved, when it was recorded.

    Without a decision the cells came with their meaning, from a feed whose sender is `actor`.
    """

    system: str
    batch: str
    decision: str | None
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Assertion:
    """An edge that a row asserts: from which column (None: the row as a whole), read how, true from when."""

    type: str
    source: str
    target: str
    column: ColumnMapping | None
    properties: Properties = field(default_factory=lambda: _NOTHING)
    evidence: tuple[str, ...] = ()
    valid_from: datetime | None = None
    _uid: str = field(default="", init=False, repr=False, compare=False)

    @property
    def uid(self) -> str:
        """The uid that the edge will have. Hashed once: a plan asks several times."""
        if not self._uid:
            object.__setattr__(self, "_uid", link_id(self.type, self.source, self.target, *self.evidence))
        return self._uid

    def stamped(self, row_number: int, stamp: Stamp) -> LinkWrite:
        """The edge with its provenance."""
        provenance = self._imported(row_number, stamp, stamp.decision) if stamp.decision else self._observed(row_number, stamp)
        return LinkWrite(self.type, self.source, self.target, provenance, self.properties, self.evidence)

    def _imported(self, row_number: int, stamp: Stamp, decision: str) -> Provenance:
        return Provenance.imported(
            system=stamp.system,
            batch=stamp.batch,
            row=row_number,
            column=self.column.header if self.column else None,
            method=self.column.transform if self.column else "row/1",
            actor=stamp.actor,
            decision=decision,
            recorded_at=stamp.recorded_at,
            confidence=self.column.confidence if self.column else 1.0,
            valid_from=self.valid_from,
        )

    def _observed(self, row_number: int, stamp: Stamp) -> Provenance:
        return Provenance.observed(
            system=stamp.system,
            method=self.column.transform if self.column else "row/1",
            actor=stamp.actor,
            batch=stamp.batch,
            row=row_number,
            column=self.column.header if self.column else None,
            recorded_at=stamp.recorded_at,
            valid_from=self.valid_from,
        )


@dataclass(frozen=True, slots=True)
class Said:
    """Entities and edges of one row."""

    entities: tuple[EntityWrite, ...]
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the row hangs: its profile, the source and the moment that the file was received (dates an undated note)."""

    profile: str
    source_key: str
    source_system: str
    received_at: datetime


def new_profile(row: ReadRow, place: Place) -> Said:
    """The profile itself, its source, and a client of its own until somebody decides that it is a known one."""
    client = client_uid(place.profile)
    title = row.name.value if row.name else place.source_key
    entities = (
        EntityWrite(
            "Profile",
            place.profile,
            {"source_system": place.source_system, "source_key": place.source_key, "title": title},
        ),
        EntityWrite("Client", client, {"state": "LIVE", "identity_confidence": 1.0}),
    )
    return Said(
        entities,
        (
            Assertion("RESOLVES_TO", place.profile, client, None),
            Assertion("FROM_SOURCE", place.profile, source_system_uid(place.source_system), None),
        ),
    )


def said_by(row: ReadRow, place: Place) -> Said:
    """Everything that the row says about its person."""
    entities: list[EntityWrite] = []
    assertions = [Assertion("EVIDENCED_BY", place.profile, row.row_uid, None)]
    visited = _visit_moment(row)
    for reading in row.readings:
        for entity, assertion in _about_person(reading, place, visited):
            entities.append(entity)
            assertions.append(assertion)
    for part in _happened(row, place, visited):
        entities.extend(part.entities)
        assertions.extend(part.assertions)
    return Said(tuple(entities), tuple(assertions))


def _about_person(reading: Reading, place: Place, visited: datetime | None) -> Iterator[tuple[EntityWrite, Assertion]]:
    column, value, who = reading.column, reading.value, place.profile
    match value:
        case PersonName():
            node = EntityWrite("PersonName", person_name_uid(value.value), _name_properties(value))
            yield node, Assertion("NAMED", who, node.uid, column, valid_from=visited)
        case Email():
            node = EntityWrite("Email", email_uid(value.value), _email_properties(value))
            yield node, Assertion("HAS_IDENTIFIER", who, node.uid, column)
        case Phone():
            node = EntityWrite("Phone", phone_uid(value.value), _phone_properties(value))
            yield node, Assertion("HAS_IDENTIFIER", who, node.uid, column)
        case Address():
            node = EntityWrite("Address", address_uid(value.folded), _address_properties(value))
            yield node, Assertion("LIVES_AT", who, node.uid, column)
        case Money():
            node = _requirement(value, place)
            yield node, Assertion("HAS_REQUIREMENT", who, node.uid, column)
        case date() if column.target is _T.BIRTH_DATE:
            yield _fact(column, value.isoformat()[:10], who)
        case str() if column.target.value.startswith("fact."):
            yield _fact(column, value, who)
        case str():
            yield from _related(column, value, place, visited)


def _related(
    column: ColumnMapping, text: str, place: Place, visited: datetime | None
) -> Iterator[tuple[EntityWrite, Assertion]]:
    who, folded = place.profile, fold(text)
    match column.target:
        case _T.ACCOUNT_NAME:
            node = EntityWrite("Account", account_uid(text), {"name": text, "kind": "COMPANY", "search_text": folded})
            yield node, Assertion("MEMBER_OF", who, node.uid, column, {"role": "member"})
        case _T.OWNER:
            node = EntityWrite("Staff", staff_uid(text), {"name": text, "search_text": folded})
            yield node, Assertion("LOOKED_AFTER_BY", who, node.uid, column, valid_from=visited)
        case _T.CAMPAIGN:
            node = EntityWrite("Campaign", campaign_uid(text), {"name": text, "search_text": folded})
            moment = visited or place.received_at
            touch: Properties = {"touch_kind": "SOURCE", "occurred_at": moment}
            yield node, Assertion("TOUCHED_BY", who, node.uid, column, touch, ("source",))
        case _T.PROPERTY_INTEREST:
            node = EntityWrite("Property", property_uid(text), {"name": text, "search_text": folded})
            yield node, Assertion("INTERESTED_IN", who, node.uid, column, {"preference": "POSSIBILITY"})


def _happened(row: ReadRow, place: Place, visited: datetime | None) -> Iterator[Said]:
    """A dated row is a viewing, its notes the summary; notes without a date are dated by the file's arrival and say so."""
    notes = " / ".join(str(reading.value) for reading in row.of(_T.NOTE))
    if not (visited or notes):
        return
    kind, state = ("VIEWING", "DONE") if visited else ("NOTE", "UNDATED")
    occurred_at = visited or place.received_at
    units = row.of(_T.PROPERTY_INTEREST)
    uid = stable_id(Prefix.INTERACTION, place.profile, kind, visited.isoformat() if visited else "", notes)
    properties = {
        "kind": kind,
        "direction": "NONE",
        "channel": "IN_PERSON" if visited else "WEB",
        "summary": notes or "Viewing",
        "occurred_at": occurred_at,
        "state": state,
    }
    column = row.of(_T.VISITED_ON if visited else _T.NOTE)[0].column
    part = Assertion("TOOK_PART_IN", place.profile, uid, column, {"role": "client"}, valid_from=visited)
    about = tuple(Assertion("ABOUT", uid, property_uid(str(unit.value)), unit.column) for unit in units if visited)
    yield Said((EntityWrite("Interaction", uid, properties),), (part, *about))


def _visit_moment(row: ReadRow) -> datetime | None:
    value = next((reading.value for reading in row.of(_T.VISITED_ON)), None)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    # A day without an hour is noted as noon UTC: the same day in every inhabited time zone but the outermost.
    return datetime.combine(value, time(12), UTC) if isinstance(value, date) else None


def _fact(column: ColumnMapping, value: str, who: str) -> tuple[EntityWrite, Assertion]:
    name = column.target.value.removeprefix("fact.")
    node = EntityWrite("Fact", fact_uid(name, value), {"field": name, "value": value})
    return node, Assertion("STATES", who, node.uid, column)


def _requirement(value: Money, place: Place) -> EntityWrite:
    amount = float(value.amount)
    uid = stable_id(Prefix.REQUIREMENT, place.profile, "budget", str(value.amount), value.currency)
    return EntityWrite(
        "Requirement", uid, {"stated": True, "version": 1, "budget_max_amount": amount, "budget_currency": value.currency}
    )


def _name_properties(name: PersonName) -> Properties:
    return {
        "value": name.value,
        "folded": name.folded,
        "given": name.given,
        "family": name.family,
        "script": name.script,
        "search_text": f"{name.value} {name.folded}",
    }


def _email_properties(email: Email) -> Properties:
    return {
        "value": email.value,
        "domain": email.domain,
        "is_role": email.is_role,
        "is_placeholder": email.is_placeholder,
        "search_text": f"{email.value} {email.local} {email.domain}",
    }


def _phone_properties(phone: Phone) -> Properties:
    digits = phone.value.removeprefix("+")
    return {
        "value": phone.value,
        "region": phone.region,
        "is_placeholder": phone.is_placeholder,
        "search_text": f"{digits} {digits[-9:]} {digits[-7:]}",
    }


def _address_properties(address: Address) -> Properties:
    return {
        "line": address.line,
        "city": address.city,
        "postcode": address.postcode,
        "country": address.country,
        "folded": address.folded,
    }
