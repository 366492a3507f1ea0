"""One hash of what the graph says: equal for two graphs that say the same, whenever and in whatever order it was said."""

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec

from cypher.queries.auditing import EVERY_LINK, EVERY_NODE, LeftOut
from cypher.store import SCAN_SECONDS, GraphStore

# Who decided and when we came to believe a thing differ between two runs that end in the same graph.
LEFT_OUT_LABELS: Final = ("Decision", "AuditEvent", "Receipt")
LEFT_OUT_PROPERTIES: Final = frozenset(
    {"recorded_at", "retired_at", "retired_by", "received_at", "created_at", "version", "plan_decision", "prov_decision"}
)
_MODULUS: Final = 1 << 256


def graph_hash(store: GraphStore) -> str:
    """64 hex digits: the sum of the hashes of all nodes and edges, so that no order has to be made."""
    total = 0
    for node in store.stream(EVERY_NODE, LeftOut(LEFT_OUT_LABELS), seconds=SCAN_SECONDS):
        total += _digest(("node", node.uid, sorted(node.labels), _content(node.properties)))
    for link in store.stream(EVERY_LINK, LeftOut(LEFT_OUT_LABELS), seconds=SCAN_SECONDS):
        total += _digest(("link", link.type, link.source, link.target, _content(link.properties)))
    return f"{total % _MODULUS:064x}"


def _content(properties: Mapping[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in sorted(properties.items()) if name not in LEFT_OUT_PROPERTIES]


def _digest(content: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.sha256(msgspec.json.encode(content, enc_hook=str)).digest(), "big")
