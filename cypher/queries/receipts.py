"""Bindings about receipts: the permanent answers to idempotency keys."""

from datetime import datetime

import msgspec

from cypher.queries.writing import Written
from cypher.query import Query


class ReceiptClaim(msgspec.Struct, frozen=True):
    """An idempotency key and what is asked under it."""

    uid: str
    key: str
    request_hash: str
    now: datetime


class ReceiptRow(msgspec.Struct, frozen=True):
    """What was asked under the key first, and the answer if there is one."""

    request_hash: str
    answer_json: str | None


class ReceiptAnswer(msgspec.Struct, frozen=True):
    """The answer to keep."""

    uid: str
    answer_json: str


CLAIM_RECEIPT = Query("write.claim_receipt", ReceiptClaim, ReceiptRow)
ANSWER_RECEIPT = Query("write.answer_receipt", ReceiptAnswer, Written)
