"""Short ways to say what a test is about."""

from datetime import UTC, datetime

from cypher.canonical import put_changes
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.changes import ChangeSet, EntityWrite, LinkWrite
from graph_schema.natural_keys import client_uid, person_name_uid, profile_uid, source_system_uid
from graph_schema.provenance import Provenance

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
ADA = Actor("ada", ActorKind.HUMAN, frozenset({Role.OPERATOR}), "Ada")
RITA = Actor("rita", ActorKind.HUMAN, frozenset({Role.REVIEWER}), "Rita")


def provenance(system: str = "crm", recorded_at: datetime = NOW) -> Provenance:
    """Synthetic provenance for facts that a test makes up."""
    return Provenance.synthetic(system=system, method="test/1", batch="bat_test", recorded_at=recorded_at)


def a_person(name: str = "Ada Lovelace", system: str = "crm", key: str = "1") -> ChangeSet:
    """A profile with a name and a client of its own."""
    profile = profile_uid(system, key)
    client, named, source = client_uid(profile), person_name_uid(name), source_system_uid(system)
    return ChangeSet(
        entities=(
            EntityWrite("SourceSystem", source, {"name": system, "trust_rank": 50}),
            EntityWrite("Profile", profile, {"source_system": system, "source_key": key, "title": name}),
            EntityWrite("Client", client, {"state": "LIVE", "version": 1}),
            EntityWrite("PersonName", named, {"value": name, "folded": name.casefold(), "search_text": name.casefold()}),
        ),
        links=(
            LinkWrite("RESOLVES_TO", profile, client, provenance(system)),
            LinkWrite("FROM_SOURCE", profile, source, provenance(system)),
            LinkWrite("NAMED", profile, named, provenance(system)),
        ),
        touched_clients=frozenset({client}),
    )


def put(store: GraphStore, changes: ChangeSet) -> None:
    """Write in one transaction."""
    store.write(lambda work: put_changes(work, changes))
