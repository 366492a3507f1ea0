"""Importing a file in a test, in this process or in one of its own that can be killed."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from cypher.driver import Connection
from cypher.queries.importing import ImportBatch
from cypher.store import GraphStore
from graph_schema.actors import Actor
from ingest.evidence_store import EvidenceStore
from ingest.planning import ImportPlan, MappingChoices
from ingest.progress import silent
from review.privacy.suppression import SuppressionKey
from service.importing import Desk, ImportRequest, Shown, import_file
from tests.support.builders import ADA, NOW

RECEIVED_AT = "2026-11-01T09:00:00"


def import_here(
    store: GraphStore,
    files: Path,
    path: Path,
    *,
    source: str = "showroom",
    approver: Actor | None = ADA,
    region: str = "AE",
    encoding: str = "",
    now: datetime = NOW,
    plans: list[ImportPlan] | None = None,
    key: SuppressionKey | None = None,
) -> tuple[ImportBatch, bool]:
    """Import through the same steps as the command."""
    desk = Desk(store, EvidenceStore(files), now, silent, key)
    request = ImportRequest(
        path=path,
        source_system=source,
        received_by=ADA,
        approver=approver,
        choices=MappingChoices({}, region=region),
        encoding=encoding,
    )
    return import_file(desk, request, Shown(mapping=lambda _: None, plan=(plans if plans is not None else []).append))


def import_process(home: Path, path: Path, connection: Connection | None) -> subprocess.Popen[bytes]:
    """`velocity import` in a process of its own; without a connection it uses the managed server of `home`."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "VELOCITY_HOME"))}
    environ["VELOCITY_HOME"] = str(home)
    if connection:
        environ |= {"NEO4J_URI": connection.uri, "NEO4J_USER": connection.user, "NEO4J_PASSWORD": connection.password}
    command = [sys.executable, "-m", "service.cli", "import", str(path), "--source", "showroom", "--region", "AE"]
    command += ["--approve-as", "ada", "--received-at", RECEIVED_AT]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
