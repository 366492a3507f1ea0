"""The catalogue refuses files whose header and body disagree."""

import pytest

from cypher.catalogue import catalogue, parse
from graph_schema.errors import BadQueryFile

GOOD = """// Opens one client.
//
// @access  read
// @param   client_id  ClientId  the client
// @returns optional Client

:param client_id => 'cli_demo';

MATCH (client:Client {uid: $client_id})
RETURN client.uid AS uid, client.display_name AS name;
"""

WRITE = """// Joins two nodes.
//
// @access  write
// @param   links  List<LinkRow>  the links
// @returns one WriteCount

:param links => [];

UNWIND $links AS link
MATCH (a:Entity {uid: link.source}), (b:Entity {uid: link.target})
MERGE (a)-[edge:NAMED {uid: link.uid}]->(b)
SET edge += link.provenance
RETURN count(edge) AS written;
"""


def test_a_good_file_is_read() -> None:
    query = parse("read.client", GOOD)
    assert (query.access, query.cardinality, query.result, query.columns) == ("read", "optional", "Client", ("uid", "name"))
    assert query.parameters[0].example == "'cli_demo'"
    assert ":param" not in query.text
    assert not query.text.endswith(";")


def test_a_write_with_provenance_is_read() -> None:
    assert parse("write.links", WRITE).access == "write"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("// @access  read\n", ""), "exactly one @access"),
        (GOOD.replace("@access  read", "@access  readwrite"), "not with one of read, write"),
        (GOOD.replace("@returns optional", "@returns maybe"), "not with one of one, optional, many"),
        (GOOD.replace("$client_id", "$client"), r"undeclared \['client'\], unused \['client_id'\]"),
        (GOOD.replace(":param client_id => 'cli_demo';\n", ""), "has no ':param client_id"),
        (GOOD.replace("@access  read", "@access  write"), "declared write, but the text only reads"),
        (GOOD.replace("RETURN", "SET client.x = 1 RETURN"), "declared read, but the text writes"),
        (GOOD.replace("RETURN client.uid", "RETURN 1; RETURN client.uid"), "more than one statement"),
        (WRITE.replace("SET edge += link.provenance\n", ""), "written without provenance"),
        (WRITE.replace("[edge:NAMED", "[:NAMED"), "without a name"),
        (GOOD.replace("ClientId  the client", "ClientId"), "needs a name, a type and a meaning"),
        (GOOD.replace("// @returns", "// @allow AllNodesScan\n// @returns"), "needs a reason"),
    ],
)
def test_a_bad_file_is_refused_with_its_rule(text: str, message: str) -> None:
    with pytest.raises(BadQueryFile, match=message):
        parse("read.client", text)


def test_words_in_strings_and_comments_do_not_count_as_clauses() -> None:
    text = GOOD.replace("RETURN client.uid", "/* SET x */ WHERE client.name <> 'CREATE $x' RETURN client.uid")
    assert parse("read.client", text).access == "read"


def test_every_file_of_the_house_is_good() -> None:
    assert len(catalogue()) > 30
