"""Reads the .cypher files and refuses any whose header and body disagree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from graph_schema.errors import BadQueryFile, NotFound

ROOT: Final = Path(__file__).parent
Access = Literal["read", "write"]
Cardinality = Literal["one", "optional", "many"]

_TAG = re.compile(r"^//\s*@(access|param|returns|allow)\s+(.*)$")
_CLIENT_COMMAND = re.compile(r"^:param\s+(\w+)\s*=>\s*(.+);$")
_NOISE = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_PARAMETER = re.compile(r"\$(\w+)")
_WRITE_CLAUSE = re.compile(r"(?i)\b(CREATE|MERGE|SET|DELETE|REMOVE)\b")
_NEW_EDGE = re.compile(r"(?i)\b(?:CREATE|MERGE)\s*\([^)]*\)\s*<?-\s*\[\s*(\w*)")
_FOLDERS = ("read", "write", "audit", "analyst")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; `example` is a Cypher expression that runs on the demo graph."""

    name: str
    type: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class QueryFile:
    """One checked .cypher file; `text` is what the driver is sent, `allowed` the plan operators it excuses, with why."""

    name: str
    summary: str
    access: Access
    parameters: tuple[Parameter, ...]
    cardinality: Cardinality
    result: str
    columns: tuple[str, ...]
    allowed: tuple[tuple[str, str], ...]
    text: str


@cache
def catalogue() -> dict[str, QueryFile]:
    """All query files by name (`read.client_names`).

    Raises:
        BadQueryFile: a file breaks a rule; the message names file and rule.
    """
    return {query.name: query for folder in _FOLDERS for query in _read_folder(ROOT, folder)}


def query_file(name: str) -> QueryFile:
    """The file of that name.

    Raises:
        NotFound: there is none.
    """
    try:
        return catalogue()[name]
    except KeyError:
        raise NotFound(f"no query file {name}", hint=f"expected cypher/{name.replace('.', '/')}.cypher") from None


def _read_folder(root: Path, folder: str) -> Iterator[QueryFile]:
    for path in sorted((root / folder).rglob("*.cypher")):
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        yield parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> QueryFile:
    """One file's text, checked.

    Raises:
        BadQueryFile: the header is incomplete, or header and body disagree.
    """
    lines = source.splitlines()
    tags = [m.groups() for line in lines if (m := _TAG.match(line))]
    examples = {m[1]: m[2] for line in lines if (m := _CLIENT_COMMAND.match(line))}
    text = "\n".join(line for line in lines if not line.startswith((":", "//"))).strip().rstrip(";")
    cardinality, _, result = _only(name, tags, "returns").partition(" ")
    query = QueryFile(
        name=name,
        summary=lines[0].removeprefix("//").strip() if lines else "",
        access=cast("Access", _one_of(name, "access", _only(name, tags, "access"), ("read", "write"))),
        parameters=tuple(_parameter(name, value, examples) for key, value in tags if key == "param"),
        cardinality=cast("Cardinality", _one_of(name, "returns", cardinality, ("one", "optional", "many"))),
        result=result,
        columns=_columns(text),
        allowed=tuple(_allowed(name, value) for key, value in tags if key == "allow"),
        text=text,
    )
    _check(query)
    return query


def _only(name: str, tags: list[tuple[str, ...]], key: str) -> str:
    match [value for tag, value in tags if tag == key]:
        case [value]:
            return value
        case found:
            raise BadQueryFile(f"{name}: needs exactly one @{key}, found {len(found)}")


def _one_of(name: str, key: str, value: str, legal: tuple[str, ...]) -> str:
    if value not in legal:
        raise BadQueryFile(f"{name}: @{key} begins with {value!r}, not with one of {', '.join(legal)}")
    return value


def _parameter(name: str, declaration: str, examples: dict[str, str]) -> Parameter:
    parts = declaration.split(maxsplit=2)
    if len(parts) != 3:
        raise BadQueryFile(f"{name}: '@param {declaration}' needs a name, a type and a meaning")
    parameter, type_, meaning = parts
    if parameter not in examples:
        raise BadQueryFile(f"{name}: @param {parameter} has no ':param {parameter} => …;' example")
    return Parameter(parameter, type_, meaning, examples[parameter])


def _allowed(name: str, declaration: str) -> tuple[str, str]:
    operator, _, reason = declaration.partition(" ")
    if not reason:
        raise BadQueryFile(f"{name}: '@allow {declaration}' needs a reason after the operator's name")
    return operator, reason


def _check(query: QueryFile) -> None:
    code = _NOISE.sub("''", query.text)
    used, declared = set(_PARAMETER.findall(code)), {p.name for p in query.parameters}
    if used != declared:
        raise BadQueryFile(f"{query.name}: undeclared {sorted(used - declared)}, unused {sorted(declared - used)}")
    if ";" in code:
        raise BadQueryFile(f"{query.name}: holds more than one statement; one file answers one question")
    writes = bool(_WRITE_CLAUSE.search(code))
    if writes != (query.access == "write"):
        raise BadQueryFile(f"{query.name}: declared {query.access}, but the text {'writes' if writes else 'only reads'}")
    for edge in _NEW_EDGE.findall(code):
        if not edge or not re.search(rf"\b{edge}\s*\+=\s*[\w.$]*provenance\b", code):
            raise BadQueryFile(f"{query.name}: the edge '{edge or 'without a name'}' is written without provenance")


def _columns(text: str) -> tuple[str, ...]:
    """Names in the last top-level RETURN."""
    code, depth, flat = _NOISE.sub("''", text), 0, []
    for char in code:
        depth -= char in ")]}"
        flat.append(char if depth == 0 else " ")
        depth += char in "([{"
    tail = re.split(r"(?i)\bRETURN\b", "".join(flat))[-1]
    tail = re.split(r"(?i)\b(?:ORDER\s+BY|SKIP|LIMIT)\b", tail)[0]
    return tuple(item.split()[-1] for item in tail.split(",") if item.strip())
