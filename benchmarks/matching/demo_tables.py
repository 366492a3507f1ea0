"""The demo graph as recommendation files, cut in time: straight from the generator, no database.

A client is what a profile resolves to; an event is a conversation about a property, a behavioural signal toward one, or a mark
on one (DISCARD has weight -1). What clients asked for (requirements) and who lives with whom
describe them, as known by the cut.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from graph_schema.changes import EntityWrite, LinkWrite
from ingest.synthetic.generate import generate
from ingest.synthetic.portfolio import Unit, units
from ingest.synthetic.spec import DemoSpec

_BEFORE_CUT: Final = 0.85
_DISCARDED: Final = -1


@dataclass(frozen=True)
class DemoFiles:
    """Where the files of one demo lie; `test` is client,item of what was taken up after the cut."""

    train: Path
    items: Path
    clients: Path
    test: Path


@dataclass(frozen=True)
class Event:
    """Somebody turned to a property."""

    at: datetime
    client: str
    item: str
    weight: int


@dataclass
class _Graph:
    """What of the stream matters here."""

    client_of: dict[str, str] = field(default_factory=dict)
    homes: list[LinkWrite] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    took_part: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    marks: list[LinkWrite] = field(default_factory=list)
    wishes: list[LinkWrite] = field(default_factory=list)
    nodes: dict[str, EntityWrite] = field(default_factory=dict)


def write_demo_files(clients: int, seed: int, folder: Path) -> DemoFiles:
    """Generate, cut where 85 % of all events have happened, write."""
    graph = _read(clients, seed)
    events = sorted(_events(graph), key=lambda event: (event.at, event.client, event.item))
    cut = events[int(_BEFORE_CUT * len(events))].at
    files = DemoFiles(*(folder / f"{name}.csv" for name in ("train", "items", "clients", "test")))
    past = [event for event in events if event.at < cut]
    _write(
        files.train, ("client", "item", "time", "weight"), [(e.client, e.item, e.at.isoformat(), str(e.weight)) for e in past]
    )
    later = {(event.client, event.item) for event in events if event.at >= cut and event.weight > 0}
    _write(files.test, ("client", "item"), sorted(later))
    _write(
        files.items, ("item", "project", "kind", "bedrooms", "area", "view", "price"), [_described(unit) for unit in units()]
    )
    header = ("client", "household", "areas", "kinds", "bedrooms", "budget")
    _write(files.clients, header, _clients(graph, {event.client for event in events}, cut))
    return files


def _read(clients: int, seed: int) -> _Graph:
    graph = _Graph()
    for changes in generate(DemoSpec(clients, seed)).change_sets:
        for entity in changes.entities:
            graph.nodes.setdefault(entity.uid, entity)
        for link in changes.links:
            _take(graph, link)
    return graph


def _take(graph: _Graph, link: LinkWrite) -> None:
    match link.type:
        case "RESOLVES_TO":
            graph.client_of[link.source] = link.target
        case "MEMBER_OF" if graph.nodes[link.target].label == "Household":
            graph.homes.append(link)
        case "ABOUT" | "TOWARD":
            graph.about[link.source] = link.target
        case "TOOK_PART_IN" if link.properties.get("role") == "client":
            graph.took_part[link.target].append(link.source)
        case "SHOWED":
            graph.took_part[link.target].append(link.source)
        case "INTERESTED_IN":
            graph.marks.append(link)
        case "HAS_REQUIREMENT":
            graph.wishes.append(link)
        case _:
            pass


def _events(graph: _Graph) -> list[Event]:
    found = []
    for node, profiles in graph.took_part.items():
        at, item = graph.nodes[node].properties.get("occurred_at"), graph.about.get(node)
        if isinstance(at, datetime) and item:
            found += [Event(at, graph.client_of[profile], item, 1) for profile in profiles]
    for mark in graph.marks:
        at = mark.properties["last_viewed_at"]
        if isinstance(at, datetime):
            weight = _DISCARDED if mark.properties["preference"] == "DISCARD" else 1
            found.append(Event(at, graph.client_of[mark.source], mark.target, weight))
    return found


def _clients(graph: _Graph, clients: set[str], cut: datetime) -> list[tuple[str, ...]]:
    asked: dict[str, EntityWrite] = {}
    for wish in graph.wishes:
        if _is_known(wish, cut):
            asked[graph.client_of[wish.source]] = graph.nodes[wish.target]
    household = {graph.client_of[home.source]: home.target for home in graph.homes if _is_known(home, cut)}
    return [(client, household.get(client, ""), *_asked(asked.get(client))) for client in sorted(clients)]


def _is_known(link: LinkWrite, cut: datetime) -> bool:
    return (link.provenance.valid_from or cut) < cut


def _asked(wish: EntityWrite | None) -> tuple[str, ...]:
    if wish is None:
        return ("",) * 4
    said = wish.properties
    return _joined(said["areas"]), _joined(said["kinds"]), str(said["bedrooms_min"]), str(said["budget_max_amount"])


def _joined(values: object) -> str:
    return ";".join(map(str, values)) if isinstance(values, list | tuple) else str(values)


def _described(unit: Unit) -> tuple[str, ...]:
    return unit.uid, unit.project, unit.kind, str(unit.bedrooms), unit.area, unit.view, str(unit.price_aed)


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
