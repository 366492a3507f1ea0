"""What `velocity review explain` shows: the way between two records of one client, or what keeps two clients apart."""

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cypher.queries.identity import IdentityEvidence
from review.identity.explain import explain
from review.identity.explaining import Apart, Compared, Hop, Together
from service.database import open_graph


def explain_identity(left: str, right: str, *, as_json: bool) -> None:
    """Print why two records or clients are one, or why not."""
    console = Console(stderr=as_json)
    with open_graph(console.print) as store:
        found = explain(store, left, right)
    if as_json:
        typer.echo(msgspec.json.encode({"together": isinstance(found, Together), "explanation": found}).decode())
        return
    if isinstance(found, Together):
        _show_together(console, found)
    else:
        _show_apart(console, found)


def _show_together(console: Console, found: Together) -> None:
    console.print(f"[bold]one client[/]: {found.left} and {found.right}")
    for hop in found.path:
        _show_hop(console, hop)
    console.print("smallest cut that would part them:")
    for hop in found.cut:
        console.print(f"  give up {hop.tie.left} - {hop.tie.right}: {_because(hop)}")
    console.print(f"then {', '.join(found.near)} on one side, {', '.join(found.far)} on the other")


def _show_hop(console: Console, hop: Hop) -> None:
    table = Table("field", "here", "there", "sources", title=f"{hop.tie.left} - {hop.tie.right}: {_because(hop)}")
    for mark, compared in [("", c) for c in hop.agrees] + [("differs: ", c) for c in hop.differs]:
        table.add_row(*_row(compared, mark))
    console.print(table)


def _show_apart(console: Console, found: Apart) -> None:
    console.print("[bold]two clients[/], because")
    for reason in found.reasons:
        ids = " ".join(uid for uid in (reason.decision, reason.proposal) if uid)
        console.print(f"  {reason.because.value}  {escape(reason.summary)}  {ids}")
    table = Table("field", "here", "there", "sources", title="what they share all the same")
    for compared in found.shared:
        table.add_row(*_row(compared, ""))
    console.print(table)


def _because(hop: Hop) -> str:
    pair = hop.tie.pair
    if pair is None:
        return "came as one client"
    return f"decided by {pair.decision} on {pair.decided_at:%Y-%m-%d}, {hop.tie.probability:.0%} sure"


def _row(compared: Compared, mark: str) -> tuple[str, str, str, str]:
    sources = f"{_source(compared.left)} / {_source(compared.right)}"
    return f"{mark}{compared.field}", escape(compared.left.value), escape(compared.right.value), escape(sources)


def _source(said: IdentityEvidence) -> str:
    source = said.source
    row = f" row {source.row}" if source.row is not None else ""
    return f"{source.batch_name or source.system}{row}{f' {source.column}' if source.column else ''}"
