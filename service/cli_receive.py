"""`velocity receive`: records one by one, from a file or another program."""

from pathlib import Path
from typing import Annotated, Final

import typer

EXIT_SOME_REFUSED: Final = 10
TOGETHER: Final = 20
EXAMPLE: Final = (
    'Example: [bold]echo \'{"name.full": "Ada", "email": "ada@x.org"}\' | velocity receive - --source portal[/bold]'
)


def receive(
    file: Annotated[str, typer.Argument(help="a file with a JSON object a line, or - for what another program sends")],
    source: Annotated[str, typer.Option(help="the system that the records come from")],
    as_: Annotated[str, typer.Option("--as", help="who sends, for the record; else this machine's user")] = "",
    region: Annotated[str, typer.Option(help="ISO 3166: reads phones without a country code")] = "",
    currency: Annotated[str, typer.Option(help="ISO 4217: reads amounts without one")] = "",
    together: Annotated[int, typer.Option(min=1, max=200, help="how many lines make one transaction")] = TOGETHER,
) -> None:
    """Take in records: each is kept, becomes its own client at once, and where it fits a known one that is asked about.

    Prints a JSON object a line: what became of each record. The same record again changes nothing.
    Exit codes: 0 all taken in, 2 no such file, 4 not allowed, 8 no database, 10 some refused.
    """
    import getpass
    import sys

    import msgspec

    from graph_schema.errors import InputRefused
    from ingest.reading import Reckoning
    from service.home import find_home
    from service.receive_command import receive as take_in

    if file != "-" and not Path(file).is_file():
        raise InputRefused(f"there is no file {file}", hint="name a file with a JSON object a line, or - for standard input")
    refused, name = 0, as_ or getpass.getuser()
    stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115 - closed below, and stdin is not ours
    with stream:
        reckoning = Reckoning(region, currency)
        taken = take_in(find_home(), stream, source=source, name=name, reckoning=reckoning, together=together)
        for number, found in taken:
            refused += isinstance(found, InputRefused)
            said = {"refused": found.message, "hint": found.hint} if isinstance(found, InputRefused) else found
            typer.echo(msgspec.json.encode({"line": number, **msgspec.to_builtins(said)}).decode())
    raise typer.Exit(EXIT_SOME_REFUSED if refused else 0)
