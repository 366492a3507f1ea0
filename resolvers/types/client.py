"""The client and everything that is known about one."""

from datetime import datetime

import strawberry

from cypher.queries.client import ClientRow
from resolvers.moment import Moment, Subject
from resolvers.sections import happened, identity, interest, work
from resolvers.types.interest import (
    NextAction,
    PropertyInterestConnection,
    PropertyMatchConnection,
    ProposalConnection,
    RequirementConnection,
)
from resolvers.types.people import (
    AccountConnection,
    ContactPointConnection,
    FieldConflict,
    HouseholdConnection,
    NameLink,
    ProfileConnection,
    Staff,
    UnresolvedCellConnection,
    show_staff,
)
from resolvers.types.timeline import Attribution, QDBucket, TimelineConnection, ViewingConnection
from resolvers.types.work import (
    ConsentLink,
    OpportunityConnection,
    ReminderConnection,
    RiskSignalLink,
    TaskConnection,
)

_AS_OF_NOW = "As it is now, whatever moment was asked for."


@strawberry.type
class Client:
    """A resolved person: what its live records say, each fact with its source."""

    subject: strawberry.Private[Subject]
    id: strawberry.ID
    display_name: str
    version: int
    resolved_from: strawberry.ID | None = strawberry.field(description="The id that was asked for, when it is an old one.")
    identity_confidence: float | None = strawberry.field(description="How sure the weakest link to one of its records is.")
    last_interaction_at: datetime | None = strawberry.field(description=_AS_OF_NOW)
    open_task_count: int = strawberry.field(description=_AS_OF_NOW)
    qd_score: float | None = strawberry.field(description=_AS_OF_NOW)
    owner: Staff | None = strawberry.field(description=_AS_OF_NOW)

    names: list[NameLink] = strawberry.field(resolver=identity.names)
    contact_points: ContactPointConnection = strawberry.field(resolver=identity.contact_points)
    profiles: ProfileConnection = strawberry.field(resolver=identity.profiles)
    accounts: AccountConnection = strawberry.field(resolver=identity.accounts)
    households: HouseholdConnection = strawberry.field(resolver=identity.households)
    opportunities: OpportunityConnection = strawberry.field(resolver=work.opportunities)
    tasks: TaskConnection = strawberry.field(resolver=work.tasks)
    reminders: ReminderConnection = strawberry.field(resolver=work.reminders)
    timeline: TimelineConnection = strawberry.field(resolver=happened.timeline)
    viewings: ViewingConnection = strawberry.field(resolver=happened.viewings)
    property_interests: PropertyInterestConnection = strawberry.field(resolver=interest.property_interests)
    requirements: RequirementConnection = strawberry.field(resolver=interest.requirements)
    matches: PropertyMatchConnection = strawberry.field(resolver=interest.matches)
    qd_timeline: list[QDBucket] = strawberry.field(resolver=happened.qd_timeline)
    attribution: Attribution | None = strawberry.field(resolver=happened.attribution)
    risk_signals: list[RiskSignalLink] = strawberry.field(resolver=work.risk_signals)
    next_actions: list[NextAction] = strawberry.field(resolver=work.next_actions)
    consents: list[ConsentLink] = strawberry.field(resolver=work.consents)
    conflicts: list[FieldConflict] = strawberry.field(resolver=identity.conflicts)
    unresolved_columns: UnresolvedCellConnection = strawberry.field(resolver=identity.unresolved_columns)
    pending_proposals: ProposalConnection = strawberry.field(resolver=work.pending_proposals)


def show_client(row: ClientRow, moment: Moment, asked: str | None = None) -> Client:
    """A client as the API shows it; `asked` is the id that somebody asked for."""
    return Client(
        subject=Subject(row.id, moment),
        id=strawberry.ID(row.id),
        display_name=row.display_name,
        version=row.version,
        resolved_from=strawberry.ID(asked) if asked and asked != row.id else None,
        identity_confidence=row.identity_confidence,
        last_interaction_at=row.last_interaction_at,
        open_task_count=row.open_task_count,
        qd_score=row.qd_score,
        owner=show_staff(row.owner),
    )
