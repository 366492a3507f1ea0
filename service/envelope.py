"""What every answer carries and what every request leaves behind: an id, safe headers, one line in the log."""

import json
import logging
import secrets
import time
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.status import HTTP_404_NOT_FOUND, HTTP_500_INTERNAL_SERVER_ERROR
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID: Final = "x-request-id"
# Everything the console needs comes from here, and nobody may frame it.
CONTENT_POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
SAFE_HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
log = logging.getLogger("velocity.request")


class Envelope:
    """Outermost of all: what fails inside is masked, numbered and logged here too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with what it must carry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = scope.setdefault("state", {})["request_id"] = secrets.token_hex(8)
        began, answer = time.perf_counter(), _Answer(send, request_id)
        try:
            await self._app(scope, receive, answer)
        except Exception:
            log.exception("request %s failed", request_id, extra={"request_id": request_id})
            if answer.status:
                raise  # half of an answer is out: only a broken connection tells the truth now
            await _masked(request_id)(scope, receive, answer)
        finally:
            # What was asked for, by whom and from where is no matter for this log; a path that is not ours may hold anything.
            path = scope["path"] if answer.status != HTTP_404_NOT_FOUND else "unknown"
            fields = {"request_id": request_id, "method": scope["method"], "path": path, "status": answer.status}
            log.info("answered", extra=fields | {"ms": round((time.perf_counter() - began) * 1000, 1)})


class _Answer:
    """The way back: remembers the status and adds the headers."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = self._request_id
            for name, value in SAFE_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _masked(request_id: str) -> Response:
    hint = f"this is a defect of ours; report request {request_id}"
    told = {"message": "internal error", "extensions": {"code": "internal_error", "hint": hint, "request_id": request_id}}
    return Response(json.dumps({"errors": [told]}), HTTP_500_INTERNAL_SERVER_ERROR, media_type="application/json")
