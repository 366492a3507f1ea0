"""Profiles count over all rows and judge on a sample, in memory that does not grow with the file."""

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.manifests import DateOrder
from ingest import cell_shapes
from ingest.column_profile import DISTINCT_LIMIT, SAMPLE_CELLS, ColumnProfile, ColumnProfiler, KindCounts, profile_columns
from ingest.csv_reader import RowKind, SourceRow
from ingest.normalise.dates import OrderProof


def a_row(*cells: str, kind: RowKind = RowKind.DATA) -> SourceRow:
    return SourceRow(1, kind, cells, 1, 1, 0, 0)


def profile_of(*cells: str) -> ColumnProfile:
    profiler = ColumnProfiler(("column 1",))
    for cell in cells:
        profiler.add(a_row(cell))
    return profiler.finish()[0]


def test_one_column_in_full() -> None:
    rows = [
        a_row("When", "E-mail", kind=RowKind.HEADER),
        a_row("13/02/2024", "ada@example.com"),
        a_row("", "ada@example.com"),
        a_row("01/02/2024", " "),
        a_row("99/99/2024", "x", kind=RowKind.BAD),
    ]
    assert profile_columns(rows, 2) == (
        ColumnProfile(
            position=0,
            header="When",
            rows=3,
            non_empty=2,
            distinct=2,
            is_capped=False,
            samples=("13/02/2024", "01/02/2024"),
            kinds=KindCounts(sampled=2, date=2),
            date_order=OrderProof(DateOrder.DAY_MONTH_YEAR, "'13/02/2024' can only have the day first"),
        ),
        ColumnProfile(
            position=1,
            header="E-mail",
            rows=3,
            non_empty=2,
            distinct=1,
            is_capped=False,
            samples=("ada@example.com",),
            kinds=KindCounts(sampled=2, email=2),
            date_order=OrderProof(None, "no date depends on the order of its numbers"),
        ),
    )


def test_a_file_without_header_has_numbered_columns() -> None:
    assert [profile.header for profile in profile_columns([a_row("a", "b")], 2)] == ["column 1", "column 2"]


@given(table=st.lists(st.lists(st.sampled_from(["", " ", "a", "b", "ada@example.com", "0501112233"]), min_size=3, max_size=3)))
def test_counts_are_exact_below_the_limits(table: list[list[str]]) -> None:
    for position, profile in enumerate(profile_columns((a_row(*cells) for cells in table), 3)):
        filled = [cells[position] for cells in table if cells[position].strip()]
        assert (profile.rows, profile.non_empty, profile.distinct) == (len(table), len(filled), len(set(filled)))
        assert profile.samples == tuple(dict.fromkeys(filled))[:5]
        assert profile.kinds.email == Counter(filled)["ada@example.com"]
        assert not profile.is_capped


def test_distinct_values_are_capped_and_the_rest_still_counted() -> None:
    profile = profile_of(*map(str, range(DISTINCT_LIMIT + 500)))
    assert (profile.non_empty, profile.distinct, profile.is_capped) == (DISTINCT_LIMIT + 500, DISTINCT_LIMIT, True)
    assert profile.kinds.sampled == SAMPLE_CELLS


def test_the_date_that_proves_the_order_may_come_last() -> None:
    profile = profile_of(*["01/02/2024"] * (2 * SAMPLE_CELLS), "12/31/2024")
    assert profile.date_order.order is DateOrder.MONTH_DAY_YEAR


def test_a_sparse_column_is_sampled_where_it_has_cells() -> None:
    profile = profile_of(*[""] * (3 * SAMPLE_CELLS), "ada@example.com")
    assert profile.kinds == KindCounts(sampled=1, email=1)


def test_profiles_can_be_stored_and_read_back() -> None:
    profile = profile_of("13/02/2024")
    assert msgspec.json.decode(msgspec.json.encode(profile), type=ColumnProfile) == profile


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("ada@example.com; bob@example.org", {"email"}),
        ("0501112233 / 0557654322", {"phone"}),
        ("+971 (50) 111-2233", {"phone"}),
        ("٠٥٠١١١٢٢٣٣", {"phone", "number"}),
        ("2026-03-12", {"date"}),
        ("12.03.26 10:15", {"date"}),
        ("12 марта 2026", {"date"}),
        ("March 12, 2026", {"date"}),
        ("AED 2.5M", {"money"}),
        ("1,200,000", {"number"}),
        ("2.450.000 €", {"money"}),
        ("2.5 million", {"money"}),
        ("9.7E+11", {"number"}),
        ("محمد بن راشد", {"name"}),
        ("James O'Connor", {"name"}),
        ("a sentence of more than five words", set()),
        ("MT1-1204", set()),
    ],
)
def test_shapes(text: str, shapes: set[str]) -> None:
    looks = {
        "email": cell_shapes.is_email_like,
        "phone": cell_shapes.is_phone_like,
        "date": cell_shapes.is_date_like,
        "money": cell_shapes.is_money_like,
        "number": cell_shapes.is_number_like,
        "name": cell_shapes.is_name_like,
    }
    assert {name for name, looks_like in looks.items() if looks_like(text)} == shapes
