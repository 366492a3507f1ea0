"""How this folder writes down many words: as a text, not as a list of quotes."""


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
