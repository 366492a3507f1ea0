"""The generated page says what the declarations say."""

from pathlib import Path

from graph_schema.data_model import page


def test_the_page_is_up_to_date() -> None:
    written = Path("docs/data-model.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m graph_schema.data_model > docs/data-model.md"
