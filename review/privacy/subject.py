"""Reading everything about one person: their records, what only these hold, the rows of files, and the texts that name them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from cypher.queries.erasing import (
    FILE_MARKS,
    ROWS_AT,
    ROWS_WITHOUT_RECORD,
    SUBJECT_NODES,
    SUBJECT_PROPOSALS,
    SUBJECT_REACH,
    SUBJECT_RECORDS,
    SUBJECT_ROWS,
    FileMark,
    FileRow,
    Reach,
    RowsAt,
    RowsOf,
    SubjectNode,
    SubjectProposal,
    SubjectRecords,
)
from cypher.queries.importing import ProfileIds
from cypher.queries.operating import ClientRef
from cypher.queries.reviewing import Uids
from cypher.query import NoParams, P, Query, R
from cypher.store import Reader
from graph_schema.lifecycle import RowStatus
from graph_schema.manifests import MappingTarget, manifest_from_json
from review.operating import live_client
from review.privacy.erasure import KEPT_LABELS, ONLOOKERS, Reached, going_now
from review.privacy.mentions import Traits, digits_of

# Uids of one statement: a subject with a hundred thousand edges is read and removed in bounded steps.
CHUNK: Final = 2_000
ROWS_A_PAGE: Final = 5_000
# Rows that no record names as evidence, and that may be about the subject all the same.
_UNNAMED: Final = (RowStatus.STAGED, RowStatus.NOOP, RowStatus.HELD, RowStatus.REJECTED)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything about one person. `going` are nodes that nobody else holds, `shared` what others hold too."""

    client: str
    records: SubjectRecords
    going: tuple[Reached, ...]
    shared: tuple[Reached, ...]
    nodes: tuple[SubjectNode, ...]
    shared_nodes: tuple[SubjectNode, ...]
    rows: tuple[FileRow, ...]
    files: dict[str, FileMark]
    proposals: tuple[SubjectProposal, ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        """The records."""
        return tuple(profile.uid for profile in self.records.profiles)

    @property
    def names(self) -> frozenset[str]:
        """Every name that a record gives the person."""
        named = (node for node in (*self.nodes, *self.shared_nodes) if node.label == "PersonName")
        return frozenset(str(node.properties["value"]) for node in named if "value" in node.properties)


def read_subject(reader: Reader, client_id: str) -> Subject:
    """Everything about the person behind an id, which may be a retired one.

    Raises:
        NotFound: there is no such client.
    """
    client = live_client(reader, client_id)
    records = reader.one(SUBJECT_RECORDS, ClientRef(client))
    profiles = [profile.uid for profile in records.profiles]
    own_rows = reader.many(SUBJECT_ROWS, ProfileIds(profiles))
    core = [*profiles, *(c.uid for c in records.clients)]
    proposals = {p.uid: p for p in many_of(reader, SUBJECT_PROPOSALS, [*core, *(row.uid for row in own_rows)], Uids)}
    going, shared = closure(reader, profiles, frozenset(proposals))
    nodes = many_of(reader, SUBJECT_NODES, [*core, *(node.uid for node in going)], Uids)
    shared_nodes = many_of(reader, SUBJECT_NODES, [node.uid for node in shared], Uids)
    files = {mark.uid: mark for mark in reader.many(FILE_MARKS, NoParams())}
    rows = _all_rows(reader, own_rows, files, traits_of(records, nodes, shared_nodes))
    more = [*(row.uid for row in rows), *(node.uid for node in going)]
    proposals |= {p.uid: p for p in many_of(reader, SUBJECT_PROPOSALS, more, Uids)}
    ordered = tuple(proposals[uid] for uid in sorted(proposals))
    return Subject(client, records, going, shared, tuple(nodes), tuple(shared_nodes), rows, files, ordered)


def closure(
    reader: Reader, profiles: Sequence[str], proposals: frozenset[str]
) -> tuple[tuple[Reached, ...], tuple[Reached, ...]]:
    """What the records hold alone, all the way down (interaction, transcript, utterances), and what others hold too."""
    going: dict[str, Reached] = {}
    pending: dict[str, Reached] = {}
    layer: Sequence[str] = profiles
    while layer:
        within = {*profiles, *going, *proposals}
        for node in _reach(reader, layer, most=len(within) + len(pending) + CHUNK):
            pending.setdefault(node.uid, node)
        now = going_now(pending.values(), within)
        going.update({node.uid: node for node in now})
        for node in now:
            del pending[node.uid]
        layer = [node.uid for node in now]
    by_uid = sorted(going.values(), key=lambda node: node.uid)
    return tuple(by_uid), tuple(sorted(pending.values(), key=lambda node: node.uid))


def _reach(reader: Reader, sources: Sequence[str], *, most: int) -> Iterator[Reached]:
    rows = many_of(
        reader,
        SUBJECT_REACH,
        sources,
        lambda uids: Reach(sources=uids, kept=KEPT_LABELS, onlookers=ONLOOKERS, most=most),
    )
    for row in rows:
        holders, lookers, keys = frozenset(row.holders), frozenset(row.lookers), frozenset(row.keys)
        yield Reached(row.uid, row.label, holders, lookers, row.leads_on, keys)


def traits_of(records: SubjectRecords, own: Iterable[SubjectNode], shared: Iterable[SubjectNode]) -> Traits:
    """What tells the person in a row of a file."""
    own, shared = list(own), list(shared)
    return Traits(
        emails=_values(own, "Email", str.casefold),
        numbers=_values(own, "Phone", digits_of),
        shared_emails=_values(shared, "Email", str.casefold),
        shared_numbers=_values(shared, "Phone", digits_of),
        others=_values(own, "NationalId", str.casefold) | _values(own, "Handle", str.casefold),
        keys=frozenset((profile.source_system, profile.source_key) for profile in records.profiles),
        names=_values([*own, *shared], "PersonName", str),
    )


def _values(nodes: Iterable[SubjectNode], label: str, read: Callable[[str], str]) -> frozenset[str]:
    """The values of nodes of a label; role addresses and placeholders belong to nobody."""
    return frozenset(
        read(str(node.properties["value"]))
        for node in nodes
        if node.label == label
        and "value" in node.properties
        and not (node.properties.get("is_role") or node.properties.get("is_placeholder"))
    )


def _all_rows(reader: Reader, named: Sequence[FileRow], files: dict[str, FileMark], traits: Traits) -> tuple[FileRow, ...]:
    """Rows that the records were read from, rows that are about them though no record says so, and the same bytes elsewhere."""
    found = {row.uid: row for row in named}
    for mark in files.values():
        position = _key_position(mark)
        for row in _unnamed_rows(reader, mark.uid):
            if row.uid not in found and any(row.cells) and traits.are_in(row.cells, mark.source_system, position):
                found[row.uid] = row
    # The same file under another source has rows of its own over the same bytes.
    for twin, numbers in _twins(found.values(), files):
        found.update({same.uid: same for same in reader.many(ROWS_AT, RowsAt(twin, numbers))})
    return tuple(found[uid] for uid in sorted(found))


def _twins(rows: Iterable[FileRow], files: dict[str, FileMark]) -> list[tuple[str, list[int]]]:
    """Other files with the same bytes, and the numbers of these rows there."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.batch, []).append(row.number)
    by_bytes: dict[str, list[str]] = {}
    for mark in files.values():
        by_bytes.setdefault(mark.sha256, []).append(mark.uid)
    alike = ((twin, numbers[batch]) for batch in numbers if batch in files for twin in by_bytes[files[batch].sha256])
    return [(twin, found) for twin, found in alike if found is not numbers.get(twin) and files[twin].sha256]


def _unnamed_rows(reader: Reader, batch: str) -> Iterator[FileRow]:
    for status in _UNNAMED:
        after = 0
        while page := reader.many(ROWS_WITHOUT_RECORD, RowsOf(batch, status.value, after, ROWS_A_PAGE)):
            yield from page
            after = page[-1].number


def _key_position(mark: FileMark) -> int | None:
    if not mark.manifest_json:
        return None
    mapped = manifest_from_json(mark.manifest_json).mapped
    return next((column.position for column in mapped if column.target is MappingTarget.SOURCE_KEY), None)


def many_of(reader: Reader, query: Query[P, R], uids: Sequence[str], params: Callable[[list[str]], P]) -> list[R]:
    """The rows of a read about many uids, in bounded statements."""
    return [row for part in chunks(uids) for row in reader.many(query, params(part))]


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Parts of a list that fit into one statement."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
