"""Why records are one client, or why they are not, as the API shows it."""

import strawberry

from cypher.queries.identity import IdentityEvidence
from resolvers.types.provenance import Decision, Sourced, show_source
from review.identity.explaining import Apart, ApartBecause, Compared, Hop, Together

strawberry.enum(ApartBecause, description=ApartBecause.__doc__)


@strawberry.type
class StatedValue(Sourced):
    """What a record says, with its source."""

    record: strawberry.ID
    value: str


@strawberry.type
class ComparedField:
    """One field of two records."""

    field: str
    left: StatedValue
    right: StatedValue


@strawberry.type
class IdentityHop:
    """Two records that are linked: by a decision, or because they came as one; what they share, and what speaks against it."""

    left: strawberry.ID
    right: strawberry.ID
    confidence: float
    decision: Decision | None
    agrees: list[ComparedField]
    differs: list[ComparedField]


@strawberry.type
class OneClient:
    """Two records of one client: the strongest path between them, and the smallest cut that would part them."""

    left: strawberry.ID
    right: strawberry.ID
    path: list[IdentityHop]
    smallest_cut: list[IdentityHop]
    near: list[strawberry.ID] = strawberry.field(description="The records that would stay with `left`.")
    far: list[strawberry.ID] = strawberry.field(description="The records that would stay with `right`.")


@strawberry.type
class ApartReason:
    """One reason why two clients are two."""

    because: ApartBecause
    summary: str
    decision: Decision | None
    proposal_id: strawberry.ID | None
    compared: ComparedField | None


@strawberry.type
class TwoClients:
    """Two clients: what keeps them apart, the gravest first, and what they share all the same."""

    left: list[strawberry.ID]
    right: list[strawberry.ID]
    reasons: list[ApartReason]
    shared: list[ComparedField]


def show_explanation(found: Together | Apart) -> OneClient | TwoClients:
    """An explanation as the API shows it."""
    if isinstance(found, Apart):
        return TwoClients(
            left=_ids(found.left),
            right=_ids(found.right),
            reasons=[
                ApartReason(
                    because=reason.because,
                    summary=reason.summary,
                    decision=Decision(id=strawberry.ID(reason.decision)) if reason.decision else None,
                    proposal_id=strawberry.ID(reason.proposal) if reason.proposal else None,
                    compared=_compared(reason.compared) if reason.compared else None,
                )
                for reason in found.reasons
            ],
            shared=[_compared(compared) for compared in found.shared],
        )
    return OneClient(
        left=strawberry.ID(found.left),
        right=strawberry.ID(found.right),
        path=[_hop(hop) for hop in found.path],
        smallest_cut=[_hop(hop) for hop in found.cut],
        near=_ids(found.near),
        far=_ids(found.far),
    )


def _hop(hop: Hop) -> IdentityHop:
    return IdentityHop(
        left=strawberry.ID(hop.tie.left),
        right=strawberry.ID(hop.tie.right),
        confidence=hop.tie.probability,
        decision=Decision(id=strawberry.ID(hop.tie.pair.decision)) if hop.tie.pair else None,
        agrees=[_compared(compared) for compared in hop.agrees],
        differs=[_compared(compared) for compared in hop.differs],
    )


def _compared(compared: Compared) -> ComparedField:
    return ComparedField(field=compared.field, left=_stated(compared.left), right=_stated(compared.right))


def _stated(said: IdentityEvidence) -> StatedValue:
    return StatedValue(record=strawberry.ID(said.profile), value=said.value, provenance=show_source(said.source))


def _ids(uids: tuple[str, ...]) -> list[strawberry.ID]:
    return [strawberry.ID(uid) for uid in uids]
