"""The root of all changes."""

import strawberry

from graph_schema.actors import Permission
from resolvers.changes import arrive, operate, privacy, review
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
    plan_erasure: privacy.ErasurePlanResult = strawberry.mutation(
        resolver=privacy.plan_erasure_, extensions=[Needs(Permission.PROPOSE)]
    )
    execute_erasure: review.ProposalResult = strawberry.mutation(
        resolver=privacy.execute_erasure, extensions=[Needs(Permission.PROPOSE)]
    )
    receive_record: arrive.ReceivedRecordResult = strawberry.mutation(
        resolver=arrive.receive_record, extensions=[Needs(Permission.IMPORT)]
    )
    log_interaction: operate.InteractionResult = strawberry.mutation(
        resolver=operate.log_interaction, extensions=[Needs(Permission.OPERATE)]
    )
    create_task: operate.TaskResult = strawberry.mutation(resolver=operate.create_task, extensions=[Needs(Permission.OPERATE)])
    complete_task: operate.TaskResult = strawberry.mutation(
        resolver=operate.complete_task, extensions=[Needs(Permission.OPERATE)]
    )
    move_stage: operate.OpportunityResult = strawberry.mutation(
        resolver=operate.move_stage, extensions=[Needs(Permission.OPERATE)]
    )
    set_property_preference: operate.PreferenceResult = strawberry.mutation(
        resolver=operate.set_property_preference, extensions=[Needs(Permission.OPERATE)]
    )
    update_client_fields: operate.ClientResult = strawberry.mutation(
        resolver=operate.update_client_fields, extensions=[Needs(Permission.OPERATE)]
    )
    record_consent: operate.ConsentResult = strawberry.mutation(
        resolver=operate.record_consent, extensions=[Needs(Permission.OPERATE)]
    )
