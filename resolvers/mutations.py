"""The root of all changes."""

import strawberry

from graph_schema.actors import Permission
from resolvers.changes import review
from resolvers.permissions import Needs


@strawberry.type
class Mutation:
    """What can be changed. Every change takes an idempotency key and answers what came of it, or why not."""

    claim_review_task: review.ReviewTaskResult = strawberry.mutation(
        resolver=review.claim_review_task, extensions=[Needs(Permission.READ_CLIENTS)]
    )
    decide_review_task: review.DecisionResult = strawberry.mutation(
        resolver=review.decide_review_task, extensions=[Needs(Permission.READ_CLIENTS)]
    )
    undo_decision: review.DecisionResult = strawberry.mutation(
        resolver=review.undo_decision_, extensions=[Needs(Permission.READ_CLIENTS)]
    )
    propose_identity_link: review.ProposalResult = strawberry.mutation(
        resolver=review.propose_identity_link, extensions=[Needs(Permission.PROPOSE)]
    )
    propose_fact: review.ProposalResult = strawberry.mutation(
        resolver=review.propose_fact, extensions=[Needs(Permission.PROPOSE)]
    )
    propose_task: review.ProposalResult = strawberry.mutation(
        resolver=review.propose_task, extensions=[Needs(Permission.PROPOSE)]
    )
    withdraw_proposal: review.ProposalResult = strawberry.mutation(
        resolver=review.withdraw_proposal, extensions=[Needs(Permission.PROPOSE)]
    )
