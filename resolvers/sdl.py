"""The schema as text: `python -m resolvers.sdl` prints it, `python -m resolvers.sdl --write` puts it beside this file."""

import sys
from pathlib import Path
from typing import Final

from resolvers.schema import build_schema

COMMITTED: Final = Path(__file__).parent / "schema.graphql"


def sdl() -> str:
    """The schema that the code makes."""
    return build_schema().as_str() + "\n"


def main() -> None:
    """Print or write."""
    if "--write" in sys.argv[1:]:
        COMMITTED.write_text(sdl(), encoding="utf-8")
    else:
        sys.stdout.write(sdl())


if __name__ == "__main__":
    main()
