"""What reviewers read: the queue, and one proposal with everything that its decision depends on."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final

import strawberry

from cypher.queries.graph import PATH_BETWEEN, Between
from cypher.queries.review_queue import (
    PROPOSAL_SUBJECTS,
    REVIEW_QUEUE,
    REVIEW_QUEUE_SIZE,
    FieldRow,
    QueueFilter,
    QueuePage,
    SubjectFieldsRow,
    SubjectsOf,
    SubjectsRow,
)
from graph_schema.actors import ActorKind
from graph_schema.errors import NotFound
from resolvers.context import Context, Info
from resolvers.graph import MAX_PATH, PATH_TYPES, show_nodes
from resolvers.paging import PageInfo, ask_page
from resolvers.types.graph import GraphPath, show_edge
from resolvers.types.provenance import Actor, ModelRun, show_source
from resolvers.types.review import (
    EvidenceItem,
    FieldWinner,
    MovedEdges,
    Preview,
    ReviewFilter,
    ReviewOrder,
    ReviewSubject,
    ReviewTask,
    ReviewTaskEdge,
    SubjectField,
    Verdicted,
    show_actor,
    show_lease,
    show_summary,
)
from review.case import OpenCase, open_case

FIELDS_OF_A_SUBJECT: Final = 40


@strawberry.type
class ReviewTaskConnection:
    """Proposals that wait, in the order that was asked for."""

    edges: list[ReviewTaskEdge]
    page_info: PageInfo
    filter: strawberry.Private[QueueFilter]

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        """How many wait, on all pages."""
        return (await info.context.store.one(REVIEW_QUEUE_SIZE, self.filter)).total


async def review_queue(
    info: Info,
    filter: ReviewFilter | None = None,  # noqa: A002 - the argument's name in the API
    order_by: ReviewOrder = ReviewOrder.PRIORITY,
    first: int = 50,
    after: str | None = None,
) -> ReviewTaskConnection:
    """Proposals that wait for people."""
    page = ask_page(info.context, f"reviewQueue/{order_by.value}", first, after)
    chosen = queue_filter(filter)
    asked = QueuePage(
        kinds=chosen.kinds,
        risks=chosen.risks,
        states=chosen.states,
        order_by=order_by.value,
        after=page.after or "",
        limit=page.limit,
    )
    rows, page_info = page.cut(await info.context.store.many(REVIEW_QUEUE, asked))
    edges = [ReviewTaskEdge(cursor=page.sign(row.cursor), node=show_summary(row, info.context.now)) for row in rows]
    return ReviewTaskConnection(edges=edges, page_info=page_info, filter=chosen)


def queue_filter(chosen: ReviewFilter | None) -> QueueFilter:
    """The filter as the statement takes it."""
    if chosen is None:
        return QueueFilter()
    states = [state.value for state in chosen.states] if chosen.states else QueueFilter().states
    return QueueFilter(
        kinds=[kind.value for kind in chosen.kinds or ()], risks=[risk.value for risk in chosen.risk_tiers or ()], states=states
    )


async def review_task(info: Info, id: strawberry.ID) -> ReviewTask | None:  # noqa: A002 - the argument's name in the API
    """One proposal, opened. Null if there is none."""
    try:
        return await load_task(info.context, id)
    except NotFound:
        return None


async def load_task(context: Context, proposal_id: str) -> ReviewTask:
    """One proposal with everything around it. Raises NotFound."""
    case = await asyncio.to_thread(open_case, context.blocking, proposal_id)
    subjects = await context.store.one(PROPOSAL_SUBJECTS, SubjectsOf(proposal_id, FIELDS_OF_A_SUBJECT))
    return _show(case, subjects, await _path(context, case), context)


async def _path(context: Context, case: OpenCase) -> GraphPath | None:
    """The shortest way between the two sides: what a reviewer follows with a finger."""
    people = [anchor.uid for anchor in case.case.people()]
    if len(people) < 2:
        return None
    now = context.now
    between = Between(from_id=people[0], to_id=people[1], types=PATH_TYPES, max_depth=MAX_PATH, valid_at=now, known_at=now)
    row = await context.store.optional(PATH_BETWEEN, between)
    if row is None:
        return None
    return GraphPath(nodes=show_nodes(context, row.nodes), edges=[show_edge(edge) for edge in row.edges])


def _show(case: OpenCase, subjects: SubjectsRow, path: GraphPath | None, context: Context) -> ReviewTask:
    row, preview = case.row, case.preview
    return ReviewTask(
        id=strawberry.ID(row.uid),
        kind=row.kind,
        state=row.state,
        version=row.version,
        confidence=row.confidence,
        risk_tier=case.risk,
        risk_reasons=list(preview.risk_reasons),
        title=row.title,
        shown_hash=preview.shown_hash,
        blocked=case.blocked or None,
        proposed_by=Actor(id=strawberry.ID(row.proposed_by), name=row.proposed_by, kind=ActorKind(row.proposed_by_kind)),
        model_run=ModelRun(id=strawberry.ID(subjects.model_run)) if subjects.model_run else None,
        subjects=[_subject(subject) for subject in subjects.subjects],
        evidence=[*_reasons(case), *_shared(case, subjects.subjects)],
        evidence_path=path,
        preview=Preview(
            edges_added=preview.edges_added,
            edges_retired=preview.edges_retired,
            moved_by_type=[MovedEdges(type=type_, count=count) for type_, count in preview.moved_by_type],
            field_winners=[FieldWinner(field=w.field, value=w.value, loses=list(w.loses)) for w in preview.field_winners],
            consent_conflicts=list(preview.consent_conflicts),
            warnings=list(preview.warnings),
        ),
        history=[
            Verdicted(
                verdict=given.verdict,
                decided_by=show_actor(given.decided_by, ActorKind.HUMAN),
                decided_at=given.decided_at,
                note=given.note,
                reason=given.reason,
            )
            for given in row.decisions
        ],
        lease=show_lease(row.lease_holder, row.lease_expires_at, context.now),
        created_at=row.created_at,
    )


def _subject(row: SubjectFieldsRow) -> ReviewSubject:
    fields = [SubjectField(field=f.field, value=f.value, provenance=show_source(f.source)) for f in row.fields]
    return ReviewSubject(id=strawberry.ID(row.id), label=row.label, title=row.title, fields=fields)


def _reasons(case: OpenCase) -> Iterator[EvidenceItem]:
    for number, reason in enumerate(case.row.reasons):
        code, _, text = reason.partition(": ")
        yield EvidenceItem(
            id=strawberry.ID(f"{case.row.uid}#{number}"),
            summary=text or code,
            field=code,
            left=None,
            right=None,
            contribution=case.row.contributions[number] if case.row.contributions else None,
            provenance=None,
        )


def _shared(case: OpenCase, subjects: Sequence[SubjectFieldsRow]) -> Iterator[EvidenceItem]:
    """Values that the evidence names: on which sides they stand, each with its source."""
    sides = [{field.node: field for field in subject.fields} for subject in subjects]
    for uid in case.row.evidence:
        holders: list[FieldRow | None] = [side.get(uid) for side in sides[:2]] + [None] * (2 - len(sides))
        found = next((holder for holder in holders if holder), None)
        if found:
            left, right = holders[0], holders[1]
            yield EvidenceItem(
                id=strawberry.ID(uid),
                summary=f"{found.field}: {found.value}",
                field=found.field,
                left=left.value if left else None,
                right=right.value if right else None,
                contribution=None,
                provenance=show_source(found.source),
            )
