"""What `velocity privacy` does and shows."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from cypher.queries.suppressing import SUPPRESSIONS, SuppressionsIn
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused
from graph_schema.privacy import SuppressionState
from review.inbox import submit
from review.privacy.erasure import ErasurePlan
from review.privacy.forgetting import erasure_proposal, plan_erasure
from review.privacy.suppressing import release_suppression
from service.database import open_graph
from service.home import Home
from service.privacy import finish_erasures, suppression_key
from service.subject_file import WrittenExport, write_export, write_to

Tell = Callable[[str], None]
_SHOWN: Final = 1_000


def export(home: Home, client_id: str, path: Path | None, tell: Tell) -> WrittenExport:
    """Write what is held about a client into a file: the one named, else a new one of the home.

    Raises:
        NotFound: there is no such client.
        InputRefused: the named file is there already.
    """
    if path and path.exists():
        raise InputRefused(f"{path} is there already", hint="name a new file: an export is not written over another")
    with open_graph(tell) as store:
        now = datetime.now(UTC)
        return write_to(path, store, client_id, now) if path else write_export(store, home.exports, client_id, now)


def plan(home: Home, client_id: str, propose_as: str, reason: str, tell: Tell) -> tuple[ErasurePlan, str]:
    """What an erasure would take; with a name also the proposal, for two others to accept. Answers its uid, else "".

    Raises:
        NotFound: there is no such client.
    """
    with open_graph(tell) as store:
        planned = plan_erasure(store, client_id, suppression_key(home))
        if not propose_as:
            return planned, ""
        # Whoever can run this command on this machine can read the database's password; the name is for the record.
        actor = Actor(propose_as, ActorKind.HUMAN, frozenset({Role.OPERATOR}), propose_as)
        proposal = erasure_proposal(planned, actor, reason=f"request: {reason}")
        store.write(lambda work: submit(work, [proposal], now=datetime.now(UTC)))
        return planned, proposal.uid


def suppressions(*, released: bool, tell: Tell) -> list[str]:
    """Suppressions as lines: nothing in them tells whom they hide."""
    states = [state.value for state in SuppressionState if released or state is SuppressionState.LIVE]
    with open_graph(tell) as store:
        rows = store.many(SUPPRESSIONS, SuppressionsIn(states, _SHOWN))
    return [f"{row.uid}  {row.kind.value}  {row.state.value}  {row.ordered_at:%Y-%m-%d}  {row.proposal}" for row in rows]


def release(uid: str, reason: str, tell: Tell) -> None:
    """Let what a suppression hides come in again, under the name of whoever runs this.

    Raises:
        NotFound: there is no such suppression.
        Conflict: it is released already.
        InputRefused: no reason is given.
    """
    name = getpass.getuser()
    actor = Actor(name, ActorKind.HUMAN, frozenset({Role.ADMIN}), name)
    with open_graph(tell) as store:
        store.write(lambda work: release_suppression(work, uid, actor, reason=reason, now=datetime.now(UTC)))


def finish(home: Home, tell: Tell) -> int:
    """What has to follow erasures that were carried out; answers how many files lost bytes now."""
    with open_graph(tell) as store:
        done = finish_erasures(store, home)
    for sha256 in done.missing:
        tell(f"the kept file {sha256} is not in {home.evidence}: what an erasure takes out of it waits until it is there")
    return done.files


def counts_of(planned: ErasurePlan) -> str:
    """The numbers of a plan as JSON."""
    return msgspec.json.format(msgspec.json.encode({"hash": planned.hash, **msgspec.structs.asdict(planned.counts)})).decode()
