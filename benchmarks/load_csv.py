"""The hand-written `LOAD CSV` of the same people.

Where it is spared work, so that the comparison errs in its favour: its file is made beforehand and the clock does not run
meanwhile; in it the values are normalised and every node and edge has its uid already (the product reads, normalises and hashes
while the clock runs). It relies on what a program cannot know of a file: that each row is another person, so that a client can
be shown without looking at its other records.

Where it is not: it is idempotent (MERGE by uid, as the product's writers), it writes every property of every domain node and
all provenance of every edge, and it runs on the same server with the same constraints and indexes.
"""

import csv
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Final

import msgspec
import neo4j

from benchmarks.people_csv import Person, people
from benchmarks.servers import BenchServer
from benchmarks.velocity_import import SOURCE
from cypher.driver import open_driver
from cypher.queries.importing import ImportBatch
from graph_schema import natural_keys as keys
from graph_schema.ids import Prefix, link_id, stable_id
from graph_schema.manifests import ColumnMapping, MappingTarget
from graph_schema.provenance import Provenance
from ingest.planning import approved_mapping
from ingest.receive import DEFAULT_TRUST

STATEMENT: Final = Path(__file__).with_name("load_csv.cypher")
# Not the product's limit of 120 s a query: the whole file is one statement, whose batches commit by themselves.
LONGEST_SECONDS: Final = 3600.0
_HEADER_ROWS: Final = 1
_T: Final = MappingTarget
_COLUMNS: Final = {
    "of_name": _T.FULL_NAME, "of_phone": _T.PHONE, "of_email": _T.EMAIL, "of_company": _T.ACCOUNT_NAME,
    "of_unit": _T.PROPERTY_INTEREST, "of_owner": _T.OWNER, "of_campaign": _T.CAMPAIGN, "of_visit": _T.VISITED_ON,
}  # fmt: skip
_SOURCE_NODE: Final = "MERGE (source:Entity {uid: $uid}) ON CREATE SET source:SourceSystem, source += $properties"


class LoadRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the statement."""

    seconds: float
    rows_per_second: float
    server_cpu_seconds: float


def run_load_csv(server: BenchServer, path: Path, rows: int, parameters: Mapping[str, object]) -> LoadRun:
    """Run the statement on the file; only the statement is timed."""
    text = "\n".join(line for line in STATEMENT.read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    source = {"uid": keys.source_system_uid(SOURCE), "properties": {"name": SOURCE, "trust_rank": DEFAULT_TRUST}}
    with open_driver(server.connection) as driver, driver.session(database=server.connection.database) as session:
        session.run(neo4j.Query(_SOURCE_NODE), source).consume()
        cpu_before, before = server.cpu_seconds(), time.perf_counter()
        session.run(neo4j.Query(text, timeout=LONGEST_SECONDS), {"file": f"file:///{path.name}", **parameters}).consume()
        seconds = time.perf_counter() - before
    return LoadRun(seconds=seconds, rows_per_second=rows / seconds, server_cpu_seconds=server.cpu_seconds() - cpu_before)


def write_loadable(path: Path, rows: int) -> None:
    """The file that the statement reads: the people's values, split where the statement would have to, and all uids."""
    lines = (loadable(number, person) for number, person in enumerate(people(rows), start=_HEADER_ROWS + 1))
    first = next(lines)
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(lines)


def loadable(row: int, person: Person) -> dict[str, str]:
    """One line; `row` is the number of the person's row in the file that `velocity import` was given."""
    given, _, family = person.name.rpartition(" ")
    local, _, domain = person.email.partition("@")
    profile = keys.profile_uid(SOURCE, person.key)
    # Noon UTC is the moment that the product gives to a day without an hour.
    visited_at = f"{datetime.combine(datetime.fromisoformat(person.visited_on), time_of_day(12)).isoformat()}+00:00"
    nodes = {
        "profile_uid": profile,
        "client_uid": keys.client_uid(profile),
        "name_uid": keys.person_name_uid(person.name),
        "phone_uid": keys.phone_uid(person.phone),
        "email_uid": keys.email_uid(person.email),
        "account_uid": keys.account_uid(person.company),
        "unit_uid": keys.property_uid(person.unit),
        "owner_uid": keys.staff_uid(person.owner),
        "campaign_uid": keys.campaign_uid(person.campaign),
        "viewing_uid": stable_id(Prefix.INTERACTION, profile, "VIEWING", visited_at, person.note),
    }
    values = {
        "row": str(row), "key": person.key, "name": person.name, "given": given, "family": family, "phone": person.phone,
        "email": person.email, "email_local": local, "email_domain": domain, "company": person.company, "unit": person.unit,
        "visited_at": visited_at, "note": person.note, "owner": person.owner, "campaign": person.campaign,
    }  # fmt: skip
    return {**values, **nodes, **dict(_edges(nodes))}


def _edges(nodes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    profile, unit, viewing = nodes["profile_uid"], nodes["unit_uid"], nodes["viewing_uid"]
    yield "resolves_uid", link_id("RESOLVES_TO", profile, nodes["client_uid"])
    yield "from_uid", link_id("FROM_SOURCE", profile, keys.source_system_uid(SOURCE))
    yield "named_uid", link_id("NAMED", profile, nodes["name_uid"])
    yield "called_uid", link_id("HAS_IDENTIFIER", profile, nodes["phone_uid"])
    yield "mailed_uid", link_id("HAS_IDENTIFIER", profile, nodes["email_uid"])
    yield "member_uid", link_id("MEMBER_OF", profile, nodes["account_uid"])
    yield "interested_uid", link_id("INTERESTED_IN", profile, unit)
    yield "cared_uid", link_id("LOOKED_AFTER_BY", profile, nodes["owner_uid"])
    yield "touched_uid", link_id("TOUCHED_BY", profile, nodes["campaign_uid"], "source")
    yield "part_uid", link_id("TOOK_PART_IN", profile, viewing)
    yield "about_uid", link_id("ABOUT", viewing, unit)


def parameters_like(batch: ImportBatch) -> dict[str, object]:
    """The parameters that give every edge the provenance that this import gave it, but for the row's number."""
    manifest = approved_mapping(batch).manifest
    columns = {column.target: column for column in manifest.mapped}
    of_columns = {name: _provenance(batch, columns[target]) for name, target in _COLUMNS.items()}
    return {
        "source": SOURCE,
        "source_uid": keys.source_system_uid(SOURCE),
        "of_row": _provenance(batch, None),
        **of_columns,
    }


def _provenance(batch: ImportBatch, column: ColumnMapping | None) -> dict[str, object]:
    if not (batch.plan_decision and batch.approved):
        raise ValueError(f"{batch.uid} was not committed")
    properties = Provenance.imported(
        system=batch.source_system,
        batch=batch.uid,
        row=0,
        column=column.header if column else None,
        method=column.transform if column else "row/1",
        actor=batch.approved.approved_by,
        decision=batch.plan_decision,
        recorded_at=batch.received_at,
        confidence=column.confidence if column else 1.0,
    ).as_properties()
    return dict(properties)
