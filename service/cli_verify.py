"""`velocity verify`, `velocity db hash`, `velocity db check`: what holds, what the graph says, whether the schema is ours."""

import typer

EXIT_VIOLATIONS = 12
EXIT_DRIFT = 13


def verify() -> None:
    """Check the laws of the graph on the live database; prints each rule and what breaks it.

    Example:  velocity verify
    Exit codes: 0 nothing found, 12 violations found, 8 no database.
    """
    from rich.console import Console

    from review.verify import verify as check_rules
    from service.audit import seal_trust
    from service.database import open_graph
    from service.home import find_home

    console = Console()
    total = 0
    with open_graph(console.print) as store:
        for rule, violations in check_rules(store, seal_trust(find_home(), store)):
            total += len(violations)
            console.print(f"{'[green]holds[/]' if not violations else '[red]broken[/]'}  {rule}")
            for violation in violations:
                console.print(f"        {violation.subject}: {violation.problem}", markup=False)
    console.print(f"{total} violations")
    raise typer.Exit(EXIT_VIOLATIONS if total else 0)


def graph_hash() -> None:
    """Print one hash of what the graph says; two graphs that say the same have the same hash.

    Example:  velocity db hash
    Exit codes: 0 printed, 8 no database.
    """
    from cypher.graph_hash import graph_hash as hash_of
    from service.database import open_graph

    with open_graph(lambda _: None) as store:
        typer.echo(hash_of(store))


def drift() -> None:
    """Compare the database's constraints, indexes and labels with the declarations.

    Example:  velocity db check
    Exit codes: 0 no drift, 13 drift, 8 no database.
    """
    from rich.console import Console

    from cypher.driver import open_driver
    from cypher.migrate import check
    from cypher.store import GraphStore
    from service.local_neo4j import up

    console = Console()
    running = up(tell=console.print)
    with open_driver(running.connection) as driver:
        found = check(GraphStore(driver, running.connection.database))
    parts = {
        "migrations not applied": found.pending,
        "missing in the database": found.missing,
        "in the database, not declared": found.unknown,
        "labels nobody declared": found.undeclared_labels,
        "not online": found.not_online,
    }
    for what, names in parts.items():
        console.print(f"{what}: {', '.join(names) or 'none'}")
    raise typer.Exit(0 if found.is_clean else EXIT_DRIFT)
