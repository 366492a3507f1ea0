"""What a change answers when it is refused: each reason is a type of its own, so that a screen can tell them apart."""

from typing import Final, TypeAlias

import strawberry

from graph_schema import errors


@strawberry.interface
class UserError:
    """Why nothing was changed: a code for programs, a message for people, and which part of the input is at fault."""

    code: str
    message: str
    path: list[str]
    hint: str


@strawberry.type
class NotPermitted(UserError):
    """No role of yours holds the permission."""


@strawberry.type
class OwnProposal(UserError):
    """You, or an agent of yours, proposed it, or you gave the first of two verdicts."""


@strawberry.type
class LoginTooOld(UserError):
    """The decision needs a fresher sign-in."""


@strawberry.type
class Unknown(UserError):
    """There is no such thing."""


@strawberry.type
class StaleProposal(UserError):
    """What you saw is no longer so."""


@strawberry.type
class AlreadyDecided(UserError):
    """Somebody was faster."""


@strawberry.type
class LeaseHeld(UserError):
    """Somebody else is looking at it."""


@strawberry.type
class Barred(UserError):
    """Two records would become one client that somebody decided are two people."""


@strawberry.type
class KeyReused(UserError):
    """The idempotency key belongs to another request."""


@strawberry.type
class StateConflict(UserError):
    """It cannot be done to the thing as it is now."""


@strawberry.type
class InvalidInput(UserError):
    """The input breaks a rule."""


Refusal: TypeAlias = (
    NotPermitted
    | OwnProposal
    | LoginTooOld
    | Unknown
    | StaleProposal
    | AlreadyDecided
    | LeaseHeld
    | Barred
    | KeyReused
    | StateConflict
    | InvalidInput
)

# The first that fits is shown, so the narrow ones stand before the wide ones.
_SHOWN: Final[tuple[tuple[type[errors.VelocityError], type[Refusal]], ...]] = (
    (errors.OwnProposal, OwnProposal),
    (errors.LoginTooOld, LoginTooOld),
    (errors.NotAllowed, NotPermitted),
    (errors.NotFound, Unknown),
    (errors.StaleProposal, StaleProposal),
    (errors.AlreadyDecided, AlreadyDecided),
    (errors.LeaseHeld, LeaseHeld),
    (errors.Barred, Barred),
    (errors.KeyReused, KeyReused),
    (errors.Conflict, StateConflict),
    (errors.InputRefused, InvalidInput),
)
REFUSED: Final = tuple(error for error, _ in _SHOWN)


def refusal(error: errors.VelocityError, path: list[str]) -> Refusal:
    """The refusal that an error of ours is shown as."""
    shown = next(type_ for known, type_ in _SHOWN if isinstance(error, known))
    return shown(code=error.error_code, message=error.message, path=path, hint=error.hint)
