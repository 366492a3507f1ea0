"""A record of another system comes in: kept, written as its own client, and asked about where it fits a known one."""

from typing import Annotated, TypeAlias

import strawberry

from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.manifests import MappingTarget
from ingest.arrival import ArrivalOutcome, Arriving
from ingest.arriving import Arrival, Door, arrive_in
from ingest.reading import Reckoning
from resolvers.changes.acting import Request, change, load_client
from resolvers.context import Info
from resolvers.types.client import Client
from resolvers.types.refusal import Refusal

strawberry.enum(MappingTarget, description=MappingTarget.__doc__)
strawberry.enum(ArrivalOutcome, description=ArrivalOutcome.__doc__)


@strawberry.input
class RecordFieldInput:
    """One field of a record: what it means and what it says, as text. Several phones or e-mails stand in one, parted by `;`."""

    meaning: MappingTarget
    text: str


@strawberry.input
class ReceiveRecordInput:
    """A record. `region` (ISO 3166) reads phones without a country code, `currency` (ISO 4217) amounts without one."""

    source_system: str
    fields: list[RecordFieldInput]
    idempotency_key: str
    region: str = ""
    currency: str = ""


@strawberry.type
class ReceivedRecordPayload:
    """What became of the record: its own client, and the one that it probably is, which waits for a person's word."""

    outcome: ArrivalOutcome
    client: Client
    profile_id: strawberry.ID
    best_client_id: strawberry.ID | None
    confidence: float
    candidate_client_ids: list[strawberry.ID]
    proposal_ids: list[strawberry.ID]


ReceivedRecordResult: TypeAlias = Annotated[ReceivedRecordPayload | Refusal, strawberry.union("ReceivedRecordResult")]


async def receive_record(info: Info, input: ReceiveRecordInput) -> ReceivedRecordResult:  # noqa: A002 - the API's name
    """Take in one record. The same record again changes nothing."""
    context = info.context
    fields = tuple((field.meaning, field.text) for field in input.fields)

    def act(work: Work, actor: Actor) -> Arrival:
        record = Arriving(input.source_system, fields, Reckoning(input.region, input.currency))
        door = Door(files=context.evidence, actor=actor, now=context.now, key=context.privacy_desk.key)
        return arrive_in(work, door, record)

    done = await change(context, Request("receiveRecord", input.idempotency_key, input), Arrival, act)
    if not isinstance(done, Arrival):
        return done
    return ReceivedRecordPayload(
        outcome=done.outcome,
        client=await load_client(context, done.client),
        profile_id=strawberry.ID(done.profile),
        best_client_id=strawberry.ID(done.best) if done.best else None,
        confidence=done.confidence,
        candidate_client_ids=[strawberry.ID(uid) for uid in done.candidates],
        proposal_ids=[strawberry.ID(uid) for uid in done.proposals],
    )
