"""Exactly once: the answer to an idempotency key is written in the transaction of the effect, and never expires."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from cypher.queries.receipts import ANSWER_RECEIPT, CLAIM_RECEIPT, ReceiptAnswer, ReceiptClaim
from cypher.store import Work
from graph_schema.actors import Actor
from graph_schema.errors import InputRefused, KeyReused
from graph_schema.ids import Prefix, stable_id

A = TypeVar("A", bound=msgspec.Struct)
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks for what, when, under which idempotency key."""

    actor: Actor
    key: str
    request: object
    now: datetime


def once(work: Work, asked: Asked, answer: type[A], act: Callable[[], A]) -> A:
    """Act and keep the answer; asked again under the same key, give the kept answer and do nothing.

    Keys belong to their actor. Of two at once the second waits for the first to commit. A refusal keeps nothing.

    Raises:
        InputRefused: the key is empty or too long.
        KeyReused: the key was used for another request.
    """
    actor, key, request = asked.actor, asked.key, asked.request
    if not 0 < len(key) <= LONGEST_KEY:
        raise InputRefused(f"an idempotency key has 1 to {LONGEST_KEY} characters", hint="send a new UUID with each action")
    hashed = hashlib.sha256(msgspec.json.encode(request)).hexdigest()
    uid = stable_id(Prefix.RECEIPT, actor.id, key)
    receipt = work.one(CLAIM_RECEIPT, ReceiptClaim(uid, f"{actor.id} {key}", hashed, asked.now))
    if receipt.request_hash != hashed:
        raise KeyReused(f"the key {key} was used for another request", hint="send a new key with a new request")
    if receipt.answer_json is not None:
        return msgspec.json.decode(receipt.answer_json, type=answer)
    given = act()
    work.one(ANSWER_RECEIPT, ReceiptAnswer(uid, msgspec.json.encode(given).decode()))
    return given
