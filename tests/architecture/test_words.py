"""Names, types and silenced warnings."""

import ast
import re

from tests.architecture.house import EVERYTHING, ROOT, Source, sources

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
SILENCED = re.compile(r"#\s*(type: ignore\[([\w, -]+)\]|noqa: ([A-Z0-9, ]+))\s*(.*)$")
QUERIES_ALLOWED = {"cypher/catalogue.py": "its patterns look for clauses"}
BLANKET = re.compile(r"#\s*(type:\s*ignore(?!\[)|noqa(?!:))")


def test_no_file_is_named_after_nothing() -> None:
    """`utils.py` says what its author could not name; half a year later it is imported by everything and knows everything."""
    names = [part for source in sources(EVERYTHING) for part in source.name.removesuffix(".py").split("/")]
    assert set(names) & EMPTY_NAMES == set(), "name the file after what it holds, a noun or a verb"


def test_no_untyped_dictionaries_in_annotations() -> None:
    """`dict[str, Any]` across a boundary is where mypy stops helping: a misspelt key travels until a user finds it."""
    found = [f"{source.name}:{line}" for source in sources() for line in untyped_dictionaries(source)]
    assert found == [], "make it a frozen dataclass or a msgspec struct, or `dict[str, object]` if it is only passed on"


def untyped_dictionaries(source: Source) -> list[int]:
    """Lines with `dict[…, Any]` or `Mapping[…, Any]`."""
    subscripts = [node for node in ast.walk(source.tree) if isinstance(node, ast.Subscript)]
    return [
        node.lineno for node in subscripts if re.fullmatch(r"(typing\.)?(dict|Dict|\w*Mapping)\[.*\bAny\]", ast.unparse(node))
    ]


def test_no_blanket_silence() -> None:
    """A bare `type: ignore` also hides the next mistake on its line."""
    found = [f"{s.name}:{n}" for s in sources(EVERYTHING) for n, line in enumerate(s.lines, 1) if BLANKET.search(line)]
    assert [place for place in found if not place.startswith("tests/architecture/")] == [], "name the rule that you silence"


def test_what_is_silenced_has_a_reason() -> None:
    """A rule silenced without a reason cannot be judged later: is it still needed, or was it ever right?

    Once a file is enough: a second line that silences the same rule for the same reason need not repeat it.
    """
    bare = [place for source in sources(EVERYTHING) for place in without_reason(source)]
    assert bare == [], "say why behind it: `# noqa: A002 - the argument's name in the API`"


def without_reason(source: Source) -> list[str]:
    """Lines that silence a rule which no earlier line of the file explains."""
    explained: set[str] = set()
    bare: list[str] = []
    for number, line in enumerate(source.lines, 1):
        if not (found := SILENCED.search(line)):
            continue
        rules = set(re.split(r"[, ]+", (found[2] or found[3]).strip()))
        if found[4].lstrip("#- ") or rules <= explained:
            explained |= rules
        else:
            bare.append(f"{source.name}:{number}")
    return bare


def test_cypher_stands_in_its_files() -> None:
    """A query in Python is checked by nobody, cannot be pasted into Browser, and hides from whoever tunes the indexes."""
    clause = re.compile(r"\b(MATCH|MERGE|UNWIND|CREATE)\b[^'\"]*\(")
    found = [
        f"{source.name}:{node.lineno}"
        for source in sources()
        if source.name not in QUERIES_ALLOWED and not source.name.startswith("benchmarks/")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and clause.search(node.value)
    ]
    docstrings = {f"{s.name}:{n.lineno}" for s in sources() for n in ast.walk(s.tree) if isinstance(n, ast.Expr)}
    assert [place for place in found if place not in docstrings] == [], "move it to cypher/ and bind it in cypher/queries"


def test_the_command_line_names_its_exit_codes() -> None:
    """Scripts branch on exit codes; a code that the table does not name is a code that nobody can rely on."""
    from graph_schema import errors
    from service.cli import EXIT_CODES

    tree = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.VelocityError)]
    listed = {int(number) for number in re.findall(r"\b(\d+)\b", EXIT_CODES)}
    assert {error.exit_code for error in tree} <= listed, "add it to EXIT_CODES in service/cli.py"


def test_every_door_of_the_makefile_says_what_it_does() -> None:
    """A target that `make` does not list is found only by people who already know it."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)[0].split())
    described = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    assert phony == described
