"""The data model as a page: `python -m graph_schema.data_model > docs/data-model.md`. A test compares the page with this."""

import sys
from collections.abc import Iterator

from graph_schema.registry import EdgeSpec, NodeSpec, PropertySpec, all_edges, all_nodes

HEAD = """# The data model

Generated from `graph_schema/nodes/` and `graph_schema/edges/` by `python -m graph_schema.data_model`; do not edit by hand.

Every node carries `:Entity` and a unique `uid`; every edge a `uid` and the provenance fields of `graph_schema/provenance.py`.
"""


def page() -> str:
    """The whole page."""
    lines = [HEAD, "```mermaid", "graph LR", *_picture(), "```", "", "## Labels", "", *_nodes(), "", "## Edges", "", *_edges()]
    return "\n".join(lines) + "\n"


def _picture() -> Iterator[str]:
    for spec in all_edges().values():
        for source in spec.sources:
            for target in spec.targets:
                yield f"  {source} -->|{spec.type}| {target}"


def _nodes() -> Iterator[str]:
    yield "| label | id | meaning | properties |"
    yield "|---|---|---|---|"
    for spec in all_nodes().values():
        yield _node(spec)


def _node(spec: NodeSpec) -> str:
    return f"| {spec.label} | `{spec.prefix}_` | {spec.meaning} | {_properties(spec.properties)} |"


def _edges() -> Iterator[str]:
    yield "| edge | joins | meaning | properties |"
    yield "|---|---|---|---|"
    for spec in all_edges().values():
        yield _edge(spec)


def _edge(spec: EdgeSpec) -> str:
    joins = f"{' or '.join(spec.sources)} to {' or '.join(spec.targets)}"
    return f"| {spec.type} | {joins} | {spec.meaning} | {_properties(spec.properties)} |"


def _properties(properties: tuple[PropertySpec, ...]) -> str:
    return ", ".join(f"`{p.name}`{' *' if p.is_unique else ''} {p.type.lower()}" for p in properties if p.name != "uid")


if __name__ == "__main__":
    sys.stdout.write(page())
