"""One hash of what the graph says: equal for two graphs that say the same, whenever and in whatever order it was said."""

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec

from cypher.queries.auditing import EVERY_LINK, EVERY_NODE, LeftOut, LinkContent
from cypher.store import SCAN_SECONDS, GraphStore
from graph_schema.provenance import Origin

# Who decided and when we came to believe a thing differ between two runs that end in the same graph.
LEFT_OUT_LABELS: Final = ("Decision", "AuditEvent", "AuditSeal", "Receipt")
# Of a membership only who is whose counts: the decision that moved a record last depends on the order of decisions.
MEMBERSHIP: Final = frozenset({"valid_from", "valid_to"})
LEFT_OUT_PROPERTIES: Final = frozenset(
    {
        "recorded_at",
        "retired_at",
        "retired_by",
        "received_at",
        "created_at",
        "changed_at",
        "version",
        "plan_decision",
        "prov_decision",
        "unsure_count",
    }
)
_MODULUS: Final = 1 << 256


def graph_hash(store: GraphStore) -> str:
    """64 hex digits: the sum of the hashes of all nodes and edges that stand, so that no order has to be made.

    Retired edges, what only they hold, and retired clients are history and do not count: a merge that was taken back leaves
    no trace in the hash, though it leaves one in the graph.
    """
    total = 0
    for node in store.stream(EVERY_NODE, LeftOut(LEFT_OUT_LABELS), seconds=SCAN_SECONDS):
        total += _digest(("node", node.uid, sorted(node.labels), _content(node.properties)))
    for link in store.stream(EVERY_LINK, LeftOut(LEFT_OUT_LABELS), seconds=SCAN_SECONDS):
        total += _digest(("link", link.type, link.source, link.target, _said(link)))
    return f"{total % _MODULUS:064x}"


def _said(link: LinkContent) -> list[tuple[str, object]]:
    if link.type == "RESOLVES_TO":
        return [(name, value) for name, value in _content(link.properties) if name in MEMBERSHIP]
    is_decided = link.properties.get("prov_origin") in {Origin.DECIDED.value, Origin.MANUAL.value}
    # The uid of a decided edge holds the id of its decision.
    return [(name, value) for name, value in _content(link.properties) if not (is_decided and name == "uid")]


def _content(properties: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in sorted(properties.items()) if name not in LEFT_OUT_PROPERTIES]


def _digest(content: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.sha256(msgspec.json.encode(content, enc_hook=str)).digest(), "big")
