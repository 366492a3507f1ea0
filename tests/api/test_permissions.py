"""Permissions come first: whoever may not ask learns nothing, and the database is not asked."""

import pytest
import strawberry
from graphql import get_introspection_query
from strawberry.types import get_object_definition

from graph_schema.actors import Actor, ActorKind, Permission, Role
from graph_schema.errors import InvariantBroken
from resolvers.permissions import Needs
from resolvers.schema import VelocitySchema, refuse_open_fields
from tests.api.asking import ANALYST, OPERATOR, SCHEMA, Asker, operation
from tests.api.story_ids import FATIMA, MOHAMMED

ROOTS = {
    "client": '{ client(id: "x") { id } }',
    "clients": "{ clients(orderBy: {field: QD_SCORE}) { totalCount } }",
    "searchClients": '{ searchClients(text: "x") { edges { score } } }',
    "neighbourhood": '{ neighbourhood(id: "x") { truncated } }',
    "pathBetween": '{ pathBetween(from: "x", to: "y") { nodes { id } } }',
    "reviewQueue": "{ reviewQueue { totalCount } }",
    "reviewTask": '{ reviewTask(id: "x") { id } }',
    "myDay": '{ myDay(on: "2026-11-01") { tasks { id } } }',
    "opportunityBoard": '{ opportunityBoard(pipeline: "sales") { stages { stage } } }',
    "factHistory": '{ factHistory(entityId: "x", field: "name") { value } }',
}
ASIDE = {"explainIdentity": '{ explainIdentity(left: "x", right: "y") { __typename } }'}
AUDIT = {"auditEvents": "{ auditEvents { edges { cursor } } }"}
EXPORT = {"subjectExport": '{ subjectExport(clientId: "x") { url } }'}
NEED_CLIENTS = (
    "client",
    "clients",
    "searchClients",
    "reviewQueue",
    "reviewTask",
    "myDay",
    "opportunityBoard",
    "factHistory",
)
NEED_GRAPH = ("neighbourhood", "pathBetween")


def somebody(role: Role, kind: ActorKind = ActorKind.HUMAN) -> Actor:
    """An actor with one role."""
    return Actor("somebody", kind, frozenset({role}))


def test_every_root_field_is_in_this_table() -> None:
    query = SCHEMA._schema.query_type
    assert query is not None
    assert set(query.fields) == {*ROOTS, *ASIDE, *AUDIT, *EXPORT}


@pytest.mark.parametrize("role", list(Role))
async def test_the_record_is_for_auditors(reader: Asker, role: Role) -> None:
    answer = await reader.ask(AUDIT["auditEvents"], somebody(role))
    assert (answer.errors == []) == (role in {Role.AUDITOR, Role.ADMIN})


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OPERATOR, Role.ADMIN}])
async def test_what_is_held_about_a_person_is_for_few(reader: Asker, role: Role) -> None:
    assert (await reader.ask(EXPORT["subjectExport"], somebody(role))).code == "not_allowed"


@pytest.mark.parametrize("kind", [ActorKind.AGENT, ActorKind.MODEL, ActorKind.SYSTEM])
async def test_no_machine_exports_a_person(reader: Asker, kind: ActorKind) -> None:
    assert (await reader.ask(EXPORT["subjectExport"], somebody(Role.OPERATOR, kind))).code == "not_allowed"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MODEL, Role.PERCEPTION, Role.AUDITOR])
async def test_why_two_are_one_is_for_who_reads_clients(reader: Asker, role: Role) -> None:
    assert (await reader.ask(ASIDE["explainIdentity"], somebody(role))).code == "not_allowed"
    assert (await reader.ask(ASIDE["explainIdentity"], None)).code == "unauthenticated"
    assert (await reader.ask(ASIDE["explainIdentity"])).code == "not_found"


# What each change needs; the rest of its rules lie in the gate.
CHANGES = {
    **dict.fromkeys(("claimReviewTask", "decideReviewTask", "undoDecision"), Permission.READ_CLIENTS),
    **dict.fromkeys(
        ("proposeIdentityLink", "proposeFact", "proposeTask", "withdrawProposal", "planErasure", "executeErasure"),
        Permission.PROPOSE,
    ),
    "receiveRecord": Permission.IMPORT,
    **dict.fromkeys(
        (
            "logInteraction",
            "createTask",
            "completeTask",
            "moveStage",
            "setPropertyPreference",
            "updateClientFields",
            "recordConsent",
        ),
        Permission.OPERATE,
    ),
}


def test_every_change_needs_its_permission() -> None:
    """Read off the schema itself, so that a field cannot be added without a line here."""
    mutation = SCHEMA.mutation
    assert mutation is not None
    fields = get_object_definition(mutation, strict=True).fields
    found = {
        SCHEMA.config.name_converter.from_field(field): part.permission
        for field in fields
        for part in field.extensions
        if isinstance(part, Needs)
    }
    assert found == CHANGES


@pytest.mark.parametrize("field", ROOTS)
async def test_nobody_gets_nothing(reader: Asker, field: str) -> None:
    answer = await reader.ask(ROOTS[field], None)
    assert answer.code == "unauthenticated"
    assert answer.round_trips == 0


@pytest.mark.parametrize("field", ROOTS)
@pytest.mark.parametrize("role", [Role.PERCEPTION, Role.AUDITOR])
async def test_roles_that_do_not_read_are_refused(reader: Asker, field: str, role: Role) -> None:
    answer = await reader.ask(ROOTS[field], somebody(role))
    assert answer.code == "not_allowed"
    assert answer.round_trips == 0


@pytest.mark.parametrize("field", NEED_CLIENTS)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.MODEL])
async def test_reading_the_graph_is_not_reading_clients(reader: Asker, field: str, role: Role) -> None:
    assert (await reader.ask(ROOTS[field], somebody(role))).code == "not_allowed"


@pytest.mark.parametrize("field", ROOTS)
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER, Role.ADMIN, Role.AGENT])
async def test_roles_that_read_may_ask_everything(reader: Asker, field: str, role: Role) -> None:
    kind = ActorKind.AGENT if role is Role.AGENT else ActorKind.HUMAN
    assert (await reader.ask(ROOTS[field], somebody(role, kind))).errors == []


async def test_who_may_not_read_clients_sees_what_nodes_are_and_not_who(reader: Asker) -> None:
    document = operation("neighbourhood")
    seen = await reader.ask(document, ANALYST, "Neighbourhood", id=MOHAMMED, depth=3)
    everything = await reader.ask(document, OPERATOR, "Neighbourhood", id=MOHAMMED, depth=3)
    assert "Mohammed" in str(everything.data)
    assert "Marina 1204" in str(seen.data)
    for private in ("Mohammed", "farsi", "+971", "Al Wasl", "1980-01-02", "Asks about"):
        assert private not in str(seen.at("neighbourhood", "nodes"))
    path = await reader.ask(document, ANALYST, "PathBetween", **{"from": FATIMA, "to": MOHAMMED})
    assert "+971" not in str(path.at("pathBetween"))


async def test_the_schema_is_read_only_by_who_is_somebody(reader: Asker) -> None:
    question = get_introspection_query()
    assert (await reader.ask(question, None)).code == "unauthenticated"
    assert (await reader.ask(question, Actor("nobody", ActorKind.HUMAN, frozenset()))).code == "unauthenticated"
    assert (await reader.ask(question, ANALYST)).errors == []


def test_a_root_field_without_a_permission_is_refused() -> None:
    @strawberry.type
    class Query:
        open_door: str = "come in"

    with pytest.raises(InvariantBroken, match="open_door"):
        refuse_open_fields(VelocitySchema(query=Query))
