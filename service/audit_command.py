"""What `velocity audit` does and shows."""

import getpass
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from review.audit.sealing import Sealed, export_chain, extent_since, seal_chain
from review.audit.signing import SigningKey
from service.audit import audit_key, note_seal, seal_trust
from service.database import open_graph
from service.home import Home, find_home

_NOTHING: Final = "the audit record is empty: there is nothing to seal"


def seal() -> None:
    """Sign the end of the chain."""
    home, console = find_home(), Console(stderr=True)
    with open_graph(console.print) as store:
        sealed = _sealed(store, home, audit_key(home))
    if sealed is None:
        print(_NOTHING)  # noqa: T201 - the answer
    else:
        how = "sealed" if sealed.is_new else "was sealed before"
        print(f"event {sealed.sequence} {how}: {sealed.hash}")  # noqa: T201 - the answer


def export(path: Path, since: int) -> None:
    """Seal, then write the file: whole under its name, or not at all."""
    if path.exists():
        raise InputRefused(f"{path} exists", hint="an export never replaces a file: name another one")
    home, console, part = find_home(), Console(stderr=True), path.with_name(path.name + ".part")
    key = audit_key(home)
    try:
        with open_graph(console.print) as store, part.open("wb") as target:
            sealed = _sealed(store, home, key)
            extent = extent_since(store, since, sealed.sequence if sealed else 0)
            for line in _shown(export_chain(store, extent, key, now=datetime.now(UTC)), extent.last - since, console):
                target.write(line)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    print(f"{extent.last - since} events to {path}, signed with the key {key.fingerprint}")  # noqa: T201 - the answer


def _sealed(store: GraphStore, home: Home, key: SigningKey) -> Sealed | None:
    user = getpass.getuser()
    actor = Actor(user, ActorKind.HUMAN, frozenset({Role.AUDITOR}), user)
    sealed = seal_chain(store, key, actor, trust=seal_trust(home, store), now=datetime.now(UTC))
    if sealed:
        note_seal(home, store, sealed)
    return sealed


def _shown(lines: Iterable[bytes], total: int, console: Console) -> Iterator[bytes]:
    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bars, console=console) as progress:
        task = progress.add_task("export", total=total)
        for line in lines:
            yield line
            progress.advance(task)
