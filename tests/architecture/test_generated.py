"""Generated pages say what the code says."""

from cypher.index import README, page


def test_the_list_of_queries_is_up_to_date() -> None:
    """A list that lacks the newest queries teaches people to read the folder instead, and then nobody keeps the list."""
    written = README.read_text(encoding="utf-8")
    assert written == page(written), "run `make cypher-index`"
