"""From files to files: who is who, the same on every run and for every order of the rows; refusals leave nothing behind."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from graph_schema.errors import BadFile, InputRefused, VelocityError
from service import cli
from tests.unit.gnn.identity.people import people, write

FAKE = Path(__file__).parents[3] / "data" / "fake_1000" / "records.csv"


def run(out: Path, *files: Path, extra: tuple[str, ...] = ()) -> tuple[str, str]:
    """Pairs and clusters as text."""
    pairs, clusters = out / "pairs.csv", out / "clusters.csv"
    words = ["resolve", *map(str, files), "--out", str(pairs), "--clusters", str(clusters), *extra]
    result = CliRunner().invoke(cli.app, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return pairs.read_text(encoding="utf-8"), clusters.read_text(encoding="utf-8")


def clusters_of(text: str) -> dict[str, str]:
    """The cluster of each id."""
    return {row["id"]: row["cluster"] for row in csv.DictReader(text.splitlines())}


def partition(text: str) -> set[frozenset[str]]:
    """The clusters as sets of ids."""
    found: dict[str, set[str]] = {}
    for record, cluster in clusters_of(text).items():
        found.setdefault(cluster, set()).add(record)
    return set(map(frozenset, found.values()))


def f1(found: dict[str, str], truth: dict[str, str]) -> float:
    """Pairwise F1 of clusters."""
    _, c = np.unique([found[name] for name in truth], return_inverse=True)
    _, t = np.unique(list(truth.values()), return_inverse=True)
    both, mine, true = (pairs_in(labels) for labels in (c.astype(np.int64) * len(t) + t, c, t))
    return float(2 * both / (mine + true))


def pairs_in(labels: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> int:
    """Pairs of equal labels."""
    sizes = np.unique(labels, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


@pytest.fixture(scope="module")
def fake(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The 1,000 public records, with their true cluster."""
    with FAKE.open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def without_truth(rows: list[dict[str, str]], path: Path) -> Path:
    """The records as a file that does not tell."""
    columns = [name for name in rows[0] if name != "cluster"]
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_public_records_are_resolved_as_well_as_documented(fake: list[dict[str, str]], tmp_path: Path) -> None:
    """Splink documents pairs of F1 .925 on them."""
    _, clusters = run(tmp_path, without_truth(fake, tmp_path / "records.csv"))
    assert f1(clusters_of(clusters), {row["unique_id"]: row["cluster"] for row in fake}) >= 0.973


def test_the_same_answer_on_every_run_and_for_every_order_of_rows(fake: list[dict[str, str]], tmp_path: Path) -> None:
    first = run(tmp_path, without_truth(fake, tmp_path / "records.csv"))
    assert run(tmp_path, tmp_path / "records.csv") == first
    shuffled = fake.copy()
    random.Random(3).shuffle(shuffled)
    pairs, clusters = run(tmp_path, without_truth(shuffled, tmp_path / "shuffled.csv"))
    assert pairs == first[0]
    assert partition(clusters) == partition(first[1])


def test_two_tables_with_columns_of_other_names(tmp_path: Path) -> None:
    rows = people(150)
    one = write(tmp_path / "one.csv", rows[::2])
    other = write(tmp_path / "other.csv", rows[1::2], "id,given,last name,birth date,mail,mobile,city")
    truth = {row.split(",")[0]: row.split("-")[0] for row in rows}
    pairs, clusters = run(tmp_path, one, other, extra=("--no-duplicates",))
    # One second record in ten says nothing but a name and a city: those may stay alone, but nobody may be joined wrongly.
    assert f1(clusters_of(clusters), truth) > 0.9
    assert {len({truth[name] for name in cluster}) for cluster in partition(clusters)} == {1}
    assert all(row["id_a"].endswith("-0") for row in csv.DictReader(pairs.splitlines()) if float(row["probability"]) > 0.9)


def test_labels_bind(tmp_path: Path) -> None:
    records = write(tmp_path / "records.csv", people(100))
    plain = clusters_of(run(tmp_path, records)[1])
    assert plain["3-0"] == plain["3-1"]
    assert plain["3-0"] != plain["5-0"]
    labels = write(tmp_path / "labels.csv", ["3-0,3-1,0", "3-0,5-0,1"], "id_a,id_b,match")
    pairs, clusters = run(tmp_path, records, extra=("--labels", str(labels)))
    bound = clusters_of(clusters)
    assert bound["3-0"] == bound["5-0"]
    assert bound["3-0"] != bound["3-1"]
    said = {(row["id_a"], row["id_b"]): float(row["probability"]) for row in csv.DictReader(pairs.splitlines())}
    assert (said["3-0", "3-1"], said["3-0", "5-0"]) == (0.0, 1.0)


def test_relations_join_what_columns_cannot(tmp_path: Path) -> None:
    """Two records of a common name without anything else; who they work with tells that they are one."""
    rows = [*people(150), "x-0,ada,lovelace,,,,", "x-1,ada,lovelace,,,,"]
    records = write(tmp_path / "records.csv", rows)
    told = [f"{row.split(',')[0]},works with,colleague{at // 2 * 3 + k}" for at, row in enumerate(rows) for k in range(3)]
    relations = write(tmp_path / "relations.csv", told, "id,kind,value")
    found = clusters_of(run(tmp_path, records, extra=("--relations", str(relations)))[1])
    assert found["x-0"] == found["x-1"]


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", BadFile, "is empty"),
        (b"id,name\n", BadFile, "no rows"),
        (b"id,name\n1,Ada\n2\n", BadFile, "line 3"),
        (b"id,name\n1,Ada\n,Alan\n", InputRefused, "no id"),
        (b"id,name\n1,Ada\n1,Alan\n", InputRefused, "names two records"),
        (b"id,name\n1,Zo\xeb\n", BadFile, "not UTF-8"),
        (b'id,name\n1,"Ada\n', BadFile, "cannot be read"),
        (b"id,id\n1,2\n", BadFile, "two columns"),
    ],
)
def test_bad_tables_are_refused_and_nothing_is_written(
    content: bytes, error: type[VelocityError], words: str, tmp_path: Path
) -> None:
    source = tmp_path / "bad.csv"
    source.write_bytes(content)
    with pytest.raises(error, match=words) as refused:
        run(tmp_path, source)
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["3-0,nobody,1"], "nobody"),
        (["3-0,3-1,perhaps"], "perhaps"),
        (["3-0,3-1,1", "3-1,3-0,0"], "both ways"),
        (["3-0,3-1,1", "3-1,4-0,1", "3-0,4-0,0"], "through others"),
    ],
)
def test_bad_labels_are_refused(labels: list[str], words: str, tmp_path: Path) -> None:
    records = write(tmp_path / "records.csv", people(10))
    path = write(tmp_path / "labels.csv", labels, "id_a,id_b,match")
    with pytest.raises(InputRefused, match=words):
        run(tmp_path, records, extra=("--labels", str(path)))
    assert {path.name for path in tmp_path.iterdir()} == {"records.csv", "labels.csv"}


def test_an_unknown_id_column_names_the_known_ones(tmp_path: Path) -> None:
    records = write(tmp_path / "records.csv", people(10))
    with pytest.raises(InputRefused, match="no column 'key'") as refused:
        run(tmp_path, records, extra=("--id", "key"))
    assert "first_name" in refused.value.hint
    assert refused.value.error_code == "unknown_column"


def test_one_record_and_records_without_content_resolve(tmp_path: Path) -> None:
    assert partition(run(tmp_path, write(tmp_path / "one.csv", people(1)[:1]))[1]) == {frozenset({"0-0"})}
    empty = write(tmp_path / "empty.csv", ["1,,,,,,", "2,,,,,,"])
    assert partition(run(tmp_path, empty)[1]) == {frozenset({"1"}), frozenset({"2"})}
