"""What was asked for binds, what is off the market is left out, and every refusal says where and what to do."""

from pathlib import Path

import pytest

from graph_schema.errors import InputRefused
from tests.unit.gnn.matching import planted
from tests.unit.gnn.matching.test_recommend_command import read, recommend, write

CLIENTS, ITEMS, GROUPS = 60, 30, 3


@pytest.fixture
def train(tmp_path: Path) -> Path:
    """Clients who keep to the listings of their group."""
    table = planted.communities(CLIENTS, ITEMS, GROUPS)
    rows = [(f"c{c:03}", f"i{i:02}") for c, i in zip(table.client, table.item, strict=True)]
    return write(tmp_path / "train.csv", "client,item", rows)


@pytest.fixture
def items(tmp_path: Path) -> Path:
    """Price rises with the number; every third has a sea view, the last says nothing; half come and go."""
    rows = [(f"i{n:02}", 100 * n, "sea" if n % 3 == 0 else "park;city", n % 4) for n in range(ITEMS - 1)]
    return write(tmp_path / "items.csv", "item,price,view,bedrooms", [*rows, (f"i{ITEMS - 1:02}", "", "", "")])


def test_no_score_lifts_what_fails_above_what_does_not(train: Path, items: Path, tmp_path: Path) -> None:
    asked = [
        ("c000", "price", "at most", 600),
        ("c001", "view", "one of", "sea"),
        ("c001", "bedrooms", "none of", "0;1"),
        ("c002", "price", "at least", "1e9"),
    ]
    requirements = write(tmp_path / "asked.csv", "client,attribute,rule,value", asked)
    out = tmp_path / "recs.csv"
    recommend("--interactions", train, "--items", items, "--requirements", requirements, "--k", 6, "--out", out)
    lists: dict[str, list[dict[str, str]]] = {}
    for row in read(out):
        lists.setdefault(row["client"], []).append(row)
    assert all([row["rank"] for row in rows] == list("123456") for rows in lists.values())
    for rows in lists.values():
        fails = [bool(row["fails"]) for row in rows]
        assert fails == sorted(fails), "what fails stands below"
    for row in lists["c000"]:
        assert bool(row["fails"]) == (row["item"] != "i29" and 100 * int(row["item"][1:]) > 600)
    good = [row for row in lists["c001"] if not row["fails"] and row["item"] != "i29"]
    assert good
    assert all(int(row["item"][1:]) % 3 == 0 and int(row["item"][1:]) % 4 >= 2 for row in good)
    told = [row["fails"] for row in lists["c002"] if row["item"] != "i29"]
    assert all(said.endswith("at least 1e+09") for said in told), "nothing fits: all the same it is shown, with what it fails"
    assert not any(row["fails"] for row in lists["c003"])


def test_only_what_is_on_the_market_is_proposed(train: Path, tmp_path: Path) -> None:
    dates = [(f"i{n:02}", "2026-01-01" if n % 2 else "", "2026-06-01" if n % 5 == 0 else "") for n in range(ITEMS)]
    items = write(tmp_path / "items.csv", "item,OnMarketDate,off_market_date", dates)
    for moment, gone in (("2025-12-31", {1}), ("2026-03-01", set[int]()), ("2026-06-01", {0})):
        out = tmp_path / "recs.csv"
        recommend("--interactions", train, "--items", items, "--as-of", moment, "--k", 30, "--include-seen", "--out", out)
        proposed = {int(row["item"][1:]) for row in read(out)}
        expected = {n for n in range(ITEMS) if not (1 in gone and n % 2) and not (0 in gone and n % 5 == 0)}
        assert proposed == expected
    with pytest.raises(InputRefused, match="which moment"):
        recommend("--interactions", train, "--items", items, "--out", tmp_path / "recs.csv")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("nobody", "price", "at most", 1), "line 2: nobody knows the client nobody"),
        (("c000", "colour", "one of", "red"), "line 2: no listing says its colour"),
        (("c000", "price", "at most", "cheap"), "line 2: 'cheap' is no number"),
        (("c000", "price", "roughly", 5), "line 2: roughly 5 is no rule"),
        (("c000", "view", "one of", " ; "), "is no rule"),
    ],
)
def test_what_nobody_can_check_is_refused(train: Path, items: Path, tmp_path: Path, row: tuple[object, ...], said: str) -> None:
    requirements = write(tmp_path / "asked.csv", "client,attribute,rule,value", [row])
    with pytest.raises(InputRefused, match=said):
        recommend("--interactions", train, "--items", items, "--requirements", requirements, "--out", tmp_path / "recs.csv")
    assert not (tmp_path / "recs.csv").exists()


def test_requirements_need_listings(train: Path, tmp_path: Path) -> None:
    requirements = write(tmp_path / "asked.csv", "client,attribute,rule,value", [("c000", "price", "at most", 1)])
    with pytest.raises(InputRefused, match="need listings") as refused:
        recommend("--interactions", train, "--requirements", requirements, "--out", tmp_path / "recs.csv")
    assert "attributes" in refused.value.hint
