"""Clients and listings out of a snapshot: who turned to what and when, what was turned down, what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from gnn.matching.arrays import Bools, Matrix, csr
from gnn.matching.describing import SEPARATOR, described
from gnn.matching.interactions import SECONDS_A_DAY, Interactions
from gnn.matching.known import Known
from gnn.matching.reading import Tables
from gnn.matching.requirements import AtLeast, AtMost, Constraint, Listing, NoneOf, OneOf
from gnn.proposing.matches import Market
from gnn.snapshots.reading import Snapshot

# RESO StandardStatus of what can still be had; a listing that does not say counts as one.
_OPEN: Final = ("ACTIVE", "COMING_SOON", "ACTIVE_UNDER_CONTRACT")
_DISCARDED: Final = "DISCARD"
_ATTRIBUTES: Final = ("project", "area", "city", "kind", "bedrooms", "view", "price")
_EVENT: Final = {"client": pl.Int64(), "item": pl.Int64(), "at": pl.Float64(), "liked": pl.Boolean()}


@dataclass(frozen=True, eq=False, slots=True)
class _Members:
    """Profiles by number -> the client's number, null where the profile belongs to none in the graph."""

    uids: tuple[str, ...]
    names: tuple[str, ...]
    of_profile: pl.DataFrame


def market_of(snapshot: Snapshot) -> Market:
    """All clients and listings of the graph of a snapshot.

    An event is a conversation about a listing, a behavioural signal toward one, a deal about one, or a mark on one; a DISCARD,
    and a match that a reviewer turned down, count against it. Only what was stated binds; inferred requirements describe.
    """
    members = _members(snapshot)
    items = _items(snapshot)
    events = _events(snapshot, members)
    liked = events.filter(pl.col("liked"))
    client, item = liked["client"].to_numpy(), liked["item"].to_numpy()
    shape = (len(members.uids), len(items))
    taken = Interactions.sorted_from(*shape, client, item, time=liked["at"].to_numpy())
    asked = _requirements(snapshot, members)
    known = Known(
        events=taken,
        item_values=described(_cells(items, _ATTRIBUTES), len(items)),
        client_values=described(_wished(asked, len(members.uids)), len(members.uids)),
        relations=_households(snapshot, members),
        disliked=_disliked(events.filter(~pl.col("liked")), taken, shape),
        now=snapshot.manifest.valid_at.timestamp() / SECONDS_A_DAY,
    )
    return Market(
        tables=Tables(members.uids, tuple(items["uid"]), known),
        client_names=members.names,
        item_names=[name or uid for name, uid in items.select("name", "uid").iter_rows()],
        can_be_had=_can_be_had(items),
        listings=_listings(items),
        wishes=_wishes(asked),
    )


def _members(snapshot: Snapshot) -> _Members:
    links = snapshot.links("Profile", "RESOLVES_TO", "Client").select("source", "target")
    titles = snapshot.nodes("Profile")["title"].fill_null("")
    # Of a client's records, the one whose name comes first speaks for it: the same on every run.
    named = links.with_columns(titles.gather(links["source"]).alias("name")).filter(pl.col("name") != "")
    first = named.group_by("target").agg(pl.col("name").min())
    uids = snapshot.nodes("Client")["uid"]
    live = links["target"].unique().sort()
    numbers = pl.DataFrame({"target": live}).with_row_index("client").with_columns(pl.col("client").cast(pl.Int64))
    names = numbers.join(first, on="target", how="left").sort("client")
    shown = [name or uids[target] for name, target in names.select("name", "target").iter_rows()]
    of_profile = links.join(numbers, on="target").select("source", "client")
    return _Members(tuple(uids.gather(live)), tuple(shown), of_profile)


def _items(snapshot: Snapshot) -> pl.DataFrame:
    """One row a listing, in the order of its number in the snapshot."""
    items = snapshot.nodes("Property").with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    part_of = snapshot.links("Property", "PART_OF", "Project").group_by("source").agg(pl.col("target").min())
    projects = snapshot.nodes("Project").with_row_index("target").with_columns(pl.col("target").cast(pl.Int64))
    told = part_of.join(projects, on="target").select("source", pl.col("name").alias("project"), "city", "area")
    items = items.join(told, left_on="number", right_on="source", how="left").sort("number")
    return items.with_columns(pl.col("price_amount").alias("price"))


def _events(snapshot: Snapshot, members: _Members) -> pl.DataFrame:
    """client, item, at (days since 1970), liked; in an order that depends on nothing but them."""
    days = pl.col("at").dt.epoch("ms") / (SECONDS_A_DAY * 1000)
    parts = [
        _through(snapshot, members, "TOOK_PART_IN", "Interaction", "ABOUT"),
        _through(snapshot, members, "SHOWED", "QDEvent", "TOWARD"),
        _through(snapshot, members, "PURSUES", "Opportunity", "CONCERNS"),
        _marks(snapshot, members),
        _turned_down(snapshot, members),
    ]
    found = pl.concat([part.with_columns(days.alias("at")).select(*_EVENT) for part in parts])
    return found.drop_nulls().sort("client", "at", "item", "liked")


def _through(snapshot: Snapshot, members: _Members, edge_type: str, label: str, onward: str) -> pl.DataFrame:
    """Clients to listings by way of something that happened."""
    went = snapshot.links("Profile", edge_type, label).select("source", pl.col("target").alias("middle"), "valid_from")
    about = snapshot.links(label, onward, "Property").select(pl.col("source").alias("middle"), pl.col("target").alias("item"))
    found = went.join(about, on="middle").join(members.of_profile, on="source")
    nodes = snapshot.nodes(label)
    happened = nodes["occurred_at"].gather(found["middle"]) if "occurred_at" in nodes.columns else found["valid_from"]
    return found.with_columns(happened.alias("at"), pl.lit(value=True).alias("liked"))


def _marks(snapshot: Snapshot, members: _Members) -> pl.DataFrame:
    marks = snapshot.links("Profile", "INTERESTED_IN", "Property").join(members.of_profile, on="source")
    return marks.select(
        "client",
        pl.col("target").alias("item"),
        pl.coalesce("last_viewed_at", "valid_from").alias("at"),
        (pl.col("preference") != _DISCARDED).fill_null(value=True).alias("liked"),
    )


def _turned_down(snapshot: Snapshot, members: _Members) -> pl.DataFrame:
    """Matches that a reviewer rejected: shown, and not chosen."""
    decisions = snapshot.nodes("Decision")
    decided = snapshot.links("Decision", "DECIDES", "Proposal").select(pl.col("source").alias("decision"), "target")
    verdicts = decided.with_columns(
        decisions["verdict"].gather(decided["decision"]), decisions["decided_at"].gather(decided["decision"]).alias("at")
    )
    rejected = verdicts.filter(pl.col("verdict") == "REJECT").select(pl.col("target").alias("proposal"), "at")
    about = {
        label: snapshot.links("Proposal", "CONCERNING", label).select(
            pl.col("source").alias("proposal"), pl.col("target").alias(name)
        )
        for label, name in (("Client", "number"), ("Property", "item"))
    }
    numbers = _client_numbers(snapshot, members)
    found = rejected.join(about["Client"], on="proposal").join(about["Property"], on="proposal").join(numbers, on="number")
    return found.select("client", "item", "at", pl.lit(value=False).alias("liked"))


def _client_numbers(snapshot: Snapshot, members: _Members) -> pl.DataFrame:
    uids = snapshot.nodes("Client").select("uid").with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    own = pl.DataFrame({"uid": pl.Series(members.uids, dtype=pl.String)}).with_row_index("client")
    return own.with_columns(pl.col("client").cast(pl.Int64)).join(uids, on="uid").select("number", "client")


def _disliked(turned_down: pl.DataFrame, taken: Interactions, shape: tuple[int, int]) -> Matrix | None:
    if turned_down.is_empty():
        return None
    disliked = csr(turned_down["client"].to_numpy(), turned_down["item"].to_numpy(), shape)
    # Who takes a listing up after all does not dislike it.
    disliked = (disliked - disliked.multiply(taken.matrix)).tocsr()
    disliked.eliminate_zeros()
    return disliked


def _requirements(snapshot: Snapshot, members: _Members) -> pl.DataFrame:
    """The latest of each client, one that was stated before one that was inferred."""
    links = snapshot.links("Profile", "HAS_REQUIREMENT", "Requirement").join(members.of_profile, on="source")
    asked = snapshot.nodes("Requirement")[links["target"]]
    whole = pl.concat([links.select("client", "valid_from"), asked], how="horizontal")
    return whole.sort("client", "stated", "valid_from", "version", "uid", nulls_last=False).unique(
        "client", keep="last", maintain_order=True
    )


def _wished(asked: pl.DataFrame, clients: int) -> Mapping[str, list[str]]:
    """What clients asked for, as attributes of theirs."""
    columns = {name: [""] * clients for name in ("areas", "kinds", "bedrooms", "budget")}
    names = ("areas", "kinds", "bedrooms_min", "budget_max_amount")
    for client, *cells in asked.select("client", *names).iter_rows():
        for name, cell in zip(columns, cells, strict=True):
            columns[name][client] = SEPARATOR.join(cell) if isinstance(cell, list) else "" if cell is None else str(cell)
    return columns


def _wishes(asked: pl.DataFrame) -> Mapping[int, tuple[Constraint, ...]]:
    """What was stated binds. An attribute that listings do not tell is shown as unknown: somebody has to ask."""
    found: dict[int, tuple[Constraint, ...]] = {}
    for row in asked.filter(pl.col("stated").fill_null(value=False)).iter_rows(named=True):
        constraints: list[Constraint] = []
        if row["budget_max_amount"] is not None:
            constraints.append(AtMost(_price_in(row["budget_currency"]), row["budget_max_amount"]))
        if row["bedrooms_min"] is not None:
            constraints.append(AtLeast("bedrooms", row["bedrooms_min"]))
        constraints += [OneOf(name, frozenset(row[many])) for name, many in (("kind", "kinds"), ("area", "areas")) if row[many]]
        if row["deal_breakers"]:
            constraints.append(NoneOf("features", frozenset(row["deal_breakers"])))
        found[row["client"]] = tuple(constraints)
    return found


def _price_in(currency: str | None) -> str:
    """A budget is held against prices in its own currency alone: nobody here knows the rate."""
    return f"price in {currency}" if currency else "price"


def _listings(items: pl.DataFrame) -> Sequence[Listing]:
    return [
        {
            "price": row["price_amount"],
            _price_in(row["price_currency"]): row["price_amount"],
            "bedrooms": row["bedrooms"],
            "kind": row["kind"],
            "area": row["area"],
        }
        for row in items.iter_rows(named=True)
    ]


def _cells(items: pl.DataFrame, names: Sequence[str]) -> Mapping[str, list[str]]:
    return {name: items[name].cast(pl.String).fill_null("").to_list() for name in names}


def _can_be_had(items: pl.DataFrame) -> Bools:
    open_ = items.select(pl.col("status").is_null() | pl.col("status").is_in(_OPEN) & ~pl.col("later")).to_series()
    found: Bools = open_.to_numpy()
    return found


def _households(snapshot: Snapshot, members: _Members) -> Matrix | None:
    """1 between clients of one household."""
    links = snapshot.links("Profile", "MEMBER_OF", "Household").join(members.of_profile, on="source").select("client", "target")
    pairs = links.join(links, on="target").filter(pl.col("client") != pl.col("client_right")).unique()
    if pairs.is_empty():
        return None
    size = len(members.uids)
    return csr(pairs["client"].to_numpy(), pairs["client_right"].to_numpy(), (size, size))
