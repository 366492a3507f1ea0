"""What leaves the house when something goes wrong: our own errors with code and hint, everything else as `internal error`."""

import logging
import re
from collections.abc import Iterable
from typing import Final

from graphql import GraphQLError

from graph_schema.errors import Conflict, InputRefused, NotAllowed, NotFound, SetupFailed, VelocityError

log = logging.getLogger(__name__)

# Errors that speak to whoever asked. All others speak to us, and may name addresses, texts or values.
_SPOKEN: Final = (InputRefused, NotAllowed, NotFound, Conflict)
_SUGGESTION: Final = re.compile(r" ?Did you mean .*$", re.DOTALL)


def show_errors(errors: Iterable[GraphQLError], request_id: str) -> list[GraphQLError]:
    """The errors as the outside may see them; what is hidden is logged under the request's id."""
    return [_show(error, request_id) for error in errors]


def _show(error: GraphQLError, request_id: str) -> GraphQLError:
    cause = _cause(error)
    match cause:
        case None if error.extensions:
            return error
        case None:
            return _refused(error, _SUGGESTION.sub("", error.message), "bad_request", "the schema tells what can be asked")
        case VelocityError() if isinstance(cause, _SPOKEN):
            return _refused(error, cause.message, cause.error_code, cause.hint)
        case SetupFailed():
            log.error("request %s: %s", request_id, cause)
            hint = f"try again in a moment; operators find the reason under request {request_id}"
            return _refused(error, "the database does not answer", cause.error_code, hint)
        case _:
            log.error("request %s failed", request_id, exc_info=cause)
            hint = f"this is a defect of ours; report request {request_id}"
            return _refused(error, "internal error", "internal_error", hint, requestId=request_id)


def _cause(error: GraphQLError) -> Exception | None:
    """What a resolver raised; None when the request itself is at fault (syntax, types, variables)."""
    cause: Exception | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    # graphql-core reports a variable or literal that a scalar cannot parse as an error without a path.
    return None if isinstance(cause, ValueError | TypeError) and error.path is None else cause


def _refused(error: GraphQLError, message: str, code: str, hint: str, **more: str) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions={"code": code, "hint": hint, **more},
    )
