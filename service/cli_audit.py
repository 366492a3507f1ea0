"""`velocity audit`: the record of who did what, sealed, exported and checked without the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from review.audit.export_file import AuditVerdict, Broken

EXIT_BROKEN: Final = 12

app = typer.Typer(
    name="audit",
    help="The record of who did what: seal it, export it, check an export without the database.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@app.command(epilog="Example: [bold]velocity audit seal[/bold]   every night, by cron")
def seal() -> None:
    """Sign the end of the record in the graph, so that nobody can rewrite what came before it.

    Exit codes: 0 sealed, or sealed before; 8 no database; 12 the record does not hold, and was not sealed.
    """
    from service.audit_command import seal as seal_record

    seal_record()


@app.command(epilog="Example: [bold]velocity audit export audit-2026-11.jsonl --since 1200[/bold]")
def export(
    file: Annotated[Path, typer.Argument(help="the file to write; it must not exist")],
    since: Annotated[int, typer.Option(min=0, help="only events after this one; 0 for all")] = 0,
) -> None:
    """Seal the record and write it to a file that anybody can check without us.

    Exit codes: 0 written, 2 the file exists or there is no such event, 8 no database, 12 the record does not hold.
    """
    from service.audit_command import export as export_record

    export_record(file, since)


@app.command(epilog="Example: [bold]velocity audit verify audit-2026-11.jsonl --key 3f2a…[/bold]")
def verify(
    file: Annotated[Path, typer.Argument(help="an export", exists=True, dir_okay=False, readable=True)],
    key: Annotated[str, typer.Option(help="the fingerprint of the key that must have signed it")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="the verdict as one JSON object")] = False,
) -> None:
    """Check an export, without the database: intact, or each line where it is not.

    Exit codes: 0 intact, 2 no such file, 12 broken.
    """
    from functools import partial

    from review.audit.export_file import Intact
    from review.audit.export_file import verify as check
    from review.audit.lines import LONGEST_LINE

    with file.open("rb") as source:
        verdict = check(iter(partial(source.readline, LONGEST_LINE), b""), key=key.strip().lower())
    if as_json:
        _print_json(verdict)
    elif isinstance(verdict, Intact):
        events = f"events {verdict.first} to {verdict.last}" if verdict.count else "no events"
        typer.echo(f"intact: {events}, sealed at {verdict.sealed_at}\n  head {verdict.head}\n  key  {verdict.key_fingerprint}")
        if not key:
            typer.echo("Anybody can have a key: compare it with `velocity audit key`, or demand it with --key.")
    else:
        _print_faults(verdict)
    raise typer.Exit(0 if isinstance(verdict, Intact) else EXIT_BROKEN)


@app.command(epilog="Example: [bold]velocity audit key[/bold]")
def key() -> None:
    """Print the fingerprint of this installation's key; the first call makes the key. Keep the fingerprint elsewhere.

    Exit codes: 0 printed, 7 the file with the key is damaged.
    """
    from service.audit import audit_key
    from service.home import find_home

    typer.echo(audit_key(find_home()).fingerprint)


def _print_faults(broken: "Broken") -> None:
    for fault in broken.faults:
        lines = f"line {fault.line}" if fault.from_line == fault.line else f"lines {fault.from_line} to {fault.line}"
        typer.echo(f"{lines}: {fault.what}: {fault.problem}\n    what to do: {fault.hint}")
    more = f", and {broken.more} more" if broken.more else ""
    typer.echo(f"broken: {len(broken.faults)} faults{more}")


def _print_json(verdict: "AuditVerdict") -> None:
    import msgspec

    kind = type(verdict).__name__.lower()
    typer.echo(msgspec.json.encode({"verdict": kind, **msgspec.to_builtins(verdict)}).decode())
