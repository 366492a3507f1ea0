"""Fetching what was written down about a person: by whoever may ask for it, as long as it is kept."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from graph_schema.actors import Permission, require
from graph_schema.errors import NotAllowed, NotFound
from resolvers.permissions import known
from service.graphql_http import Served, refused, signed_in
from service.subject_file import kept_export

EXPORTS: Final = "/exports"
MEDIA_TYPE: Final = "application/jsonl"


async def download(request: Request) -> Response:
    """The file, as an attachment that nobody keeps on the way."""
    served: Served = request.app.state.served
    folder: Path | None = request.app.state.exports
    try:
        actor = known(signed_in(request, served.tokens))
        require(actor, Permission.EXPORT_SUBJECT)
        path = kept_export(folder, request.path_params["name"], datetime.now(UTC))
    except (NotAllowed, NotFound) as error:
        return refused(error)
    return FileResponse(path, media_type=MEDIA_TYPE, filename=path.name, headers={"cache-control": "no-store"})
