"""The list of queries in this folder's README: `python -m cypher.index` writes it, a test compares."""

from collections.abc import Iterator
from typing import Final

from cypher.catalogue import ROOT, QueryFile, catalogue

README: Final = ROOT / "README.md"
START: Final = "<!-- what follows is written by `make cypher-index` -->"
FOLDERS: Final = {
    "read": "Read",
    "write": "Write",
    "audit": "Audit: must return nothing",
    "analyst": "Analysts",
}


def page(text: str) -> str:
    """The README with its list brought up to date; what people wrote above the mark stays."""
    written_by_people = text.partition(START)[0].rstrip()
    return "\n".join([written_by_people, "", START, *_lists(), ""])


def _lists() -> Iterator[str]:
    for folder, title in FOLDERS.items():
        found = [query for query in catalogue().values() if query.name.startswith(f"{folder}.")]
        if found:
            yield from ["", f"## {title}", "", "| file | answers | parameters |", "|---|---|---|", *map(_line, found)]


def _line(query: QueryFile) -> str:
    path = f"{query.name.replace('.', '/')}.cypher"
    parameters = ", ".join(f"`{parameter.name}`" for parameter in query.parameters)
    return f"| [{query.name.partition('.')[2]}]({path}) | {query.summary} | {parameters} |"


if __name__ == "__main__":
    README.write_text(page(README.read_text(encoding="utf-8")), encoding="utf-8")
