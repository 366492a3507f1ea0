"""`velocity recommend` from files to a file."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gnn.matching.reading import Sources, read_tables
from graph_schema.errors import BadFile, InputRefused, SetupFailed, VelocityError
from service.cli import app
from tests.unit.gnn.matching import planted


def write(path: Path, header: str, rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


@pytest.fixture
def train(tmp_path: Path) -> Path:
    table = planted.communities(60, 30, 3)
    return write(
        tmp_path / "train.csv", "client,item", [(f"c{c:03}", f"i{i:02}") for c, i in zip(table.client, table.item, strict=True)]
    )


def recommend(*options: str | Path | int) -> None:
    result = CliRunner().invoke(app, ["recommend", *map(str, options)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everybody_gets_k_unseen_items_best_first(train: Path, tmp_path: Path) -> None:
    clients = write(tmp_path / "clients.csv", "client,area", [("c000", "A"), ("new", "A"), ("new2", "B"), ("c001", "B")])
    items = write(tmp_path / "items.csv", "item,style", [("i00", "x"), ("i01", "x"), ("fresh", "x")])
    out, report = tmp_path / "recs.csv", tmp_path / "report.json"
    recommend("--interactions", train, "--clients", clients, "--items", items, "--k", 5, "--out", out, "--report", report)
    found = read(out)
    seen = {(row["client"], row["item"]) for row in read(train)}
    lists: dict[str, list[dict[str, str]]] = {}
    for row in found:
        lists.setdefault(row["client"], []).append(row)
    assert set(lists) == {row["client"] for row in read(train)} | {"new", "new2"}
    for client, rows in lists.items():
        assert [int(row["rank"]) for row in rows] == [1, 2, 3, 4, 5]
        scores = [float(row["score"]) for row in rows]
        assert scores == sorted(scores, reverse=True)
        assert not {(client, row["item"]) for row in rows} & seen
    said = json.loads(report.read_text())
    assert said["regime"] == "missing"
    assert said["data"]["clients_without_history"] == 2
    assert any(block["warm_weight"] >= 0.1 for block in said["blocks"])


def test_reasons_name_what_moved_each_score(train: Path, tmp_path: Path) -> None:
    out, reasons = tmp_path / "recs.csv", tmp_path / "reasons.csv"
    recommend("--interactions", train, "--k", 3, "--out", out, "--reasons", reasons)
    proposed = {(row["client"], row["item"]) for row in read(out)}
    seen = {(row["client"], row["item"]) for row in read(train)}
    said = read(reasons)
    assert {(row["client"], row["item"]) for row in said} == proposed
    assert all((row["client"], row["what"]) in seen for row in said if row["evidence"] == "item")
    assert any(row["evidence"] == "item" for row in said)


def test_the_same_files_give_the_same_bytes(train: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    recommend("--interactions", train, "--out", one)
    shuffled = tmp_path / "shuffled.csv"
    lines = train.read_text().splitlines()
    shuffled.write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    recommend("--interactions", shuffled, "--out", two)
    assert one.read_bytes() == two.read_bytes()


def test_seen_items_come_when_asked_for(train: Path, tmp_path: Path) -> None:
    out = tmp_path / "recs.csv"
    recommend("--interactions", train, "--k", 30, "--out", out, "--include-seen")
    assert len(read(out)) == 60 * len({row["item"] for row in read(train)})


def test_a_discarded_item_never_comes_back(train: Path, tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [(row["client"], row["item"], 1) for row in read(train)]
    seen = {(client, item) for client, item, _ in rows}
    client, item = next((f"c{c:03}", f"i{i:02}") for c in range(60) for i in range(30) if (f"c{c:03}", f"i{i:02}") not in seen)
    weighed = write(tmp_path / "weighed.csv", "client,item,weight", [*rows, (client, item, -1)])
    out = tmp_path / "recs.csv"
    recommend("--interactions", weighed, "--k", 30, "--out", out, "--include-seen")
    assert (client, item) not in {(row["client"], row["item"]) for row in read(out)}


def test_a_new_listing_is_served_from_the_first_day(tmp_path: Path) -> None:
    known = planted.alike_items(200, 100, 4)
    assert known.item_values is not None
    styles = {name: column for column, name in enumerate(known.item_values.names) if name.startswith("style=")}
    cells = [next(name[6:] for name, column in styles.items() if known.item_values.values[item, column]) for item in range(100)]
    events = [(f"c{c}", f"i{i}") for c, i in zip(known.events.client, known.events.item, strict=True)]
    train = write(tmp_path / "train.csv", "client,item", events)
    items = write(
        tmp_path / "items.csv", "item,style", [*((f"i{n}", cell) for n, cell in enumerate(cells)), ("fresh", cells[0])]
    )
    out = tmp_path / "recs.csv"
    recommend("--interactions", train, "--items", items, "--k", 20, "--out", out)
    served = {row["client"] for row in read(out) if row["item"] == "fresh"}
    fans = {client for client, item in events if cells[int(item[1:])] == cells[0]}
    assert served
    assert len(served & fans) > 0.9 * len(served)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("person,item\na,b\n", InputRefused, "has no column client; its header is person, item"),
        ("client,item\na,b\nc,\n", InputRefused, "line 3: the item is blank"),
        ("client,item,weight\na,b,1\na,c,much\n", InputRefused, "line 3: the weight is no number"),
        ("client,item,time\na,b,2026-01-01\na,c,soon\n", InputRefused, "line 3: the time is neither a number nor a date"),
        ("client,item,time\na,b,17\na,c,2026-01-01\n", InputRefused, "line 3: the time is no number as others are"),
        ("client,item,weight\na,b,0\n", InputRefused, "nobody took up anything"),
        ("client,item\na,b,c,d\n", BadFile, "cannot be read"),
        ("", BadFile, "cannot be read"),
    ],
)
def test_bad_interactions_are_refused_by_line(tmp_path: Path, text: str, error: type[VelocityError], message: str) -> None:
    path = tmp_path / "train.csv"
    path.write_text(text)
    with pytest.raises(error, match=message) as caught:
        read_tables(Sources(path))
    assert caught.value.hint


def test_an_item_listed_twice_is_refused(train: Path, tmp_path: Path) -> None:
    items = write(tmp_path / "items.csv", "item,style", [("i1", "x"), ("i1", "y")])
    with pytest.raises(InputRefused, match="line 3: the item stands here a second time"):
        read_tables(Sources(train, items))


@pytest.mark.parametrize(
    "rows",
    ["a,x,1\n", "a,x,1\nb,y,1\na,y,1\nc,x,1\n", "a,x,1\na,y,2\nb,x,1\nb,z,2\nc,y,1\nc,z,2\n"],
    ids=["one", "at once", "counted"],
)
def test_tables_of_a_few_rows_are_served(tmp_path: Path, rows: str) -> None:
    train, out = tmp_path / "train.csv", tmp_path / "recs.csv"
    train.write_text("client,item,time\n" + rows)
    clients = write(tmp_path / "clients.csv", "client,area", [("new", "A"), ("a", "A")])
    recommend("--interactions", train, "--clients", clients, "--k", 9, "--out", out, "--include-seen")
    lines = rows.split()
    items = len({line.split(",")[1] for line in lines})
    assert len(read(out)) == items * len({line[0] for line in lines} | {"new"})


def test_a_refusal_leaves_nothing_behind(train: Path, tmp_path: Path) -> None:
    out = tmp_path / "recs.csv"
    out.write_text("what stood here before")
    train.write_text("client,item\na,\n")
    with pytest.raises(InputRefused):
        recommend("--interactions", train, "--out", out)
    assert out.read_text() == "what stood here before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["recs.csv", "train.csv"]


def test_a_place_that_cannot_be_written_is_refused_before_the_work(train: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="cannot be written"):
        recommend("--interactions", train, "--out", tmp_path / "nowhere" / "recs.csv")


def test_dates_and_seconds_order_alike(tmp_path: Path) -> None:
    dates = write(
        tmp_path / "a.csv",
        "client,item,time",
        [("a", "x", "2026-03-01T10:00:00Z"), ("a", "y", "2026-02-01"), ("b", "x", "2026-01-01")],
    )
    table = read_tables(Sources(dates)).known
    assert table.events.item.tolist() == [1, 0, 0]
    assert table.events.time is not None
    assert table.events.time[1] - table.events.time[0] == pytest.approx(28 + 10 / 24)
