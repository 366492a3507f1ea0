"""Every error that Velocity raises on purpose.

    VelocityError                   code, message, hint, facts
    +-- InputRefused                what came in breaks a rule; nothing was changed
    |   +-- BadFile                 a file that cannot be read as rows
    |   +-- BadQueryFile            a .cypher file whose header and body disagree
    +-- NotAllowed                  the actor lacks a permission
    |   +-- OwnProposal             who proposed it cannot decide it, nor whoever stands behind the proposer
    |   +-- LoginTooOld             the decision needs a fresher sign-in
    +-- NotFound                    no such thing
    +-- Conflict                    the thing moved on since it was seen
    |   +-- StaleProposal           what was shown is no longer what would happen
    |   +-- AlreadyDecided          somebody was faster
    |   +-- LeaseHeld               somebody else is looking at it right now
    |   +-- Barred                  somebody decided that two records are not the same person
    |   +-- KeyReused               an idempotency key came back with another request
    +-- SetupFailed                 the machine, an install or a setting stands in the way
    |   +-- DatabaseUnavailable     no Neo4j answers
    +-- AuditBroken                 the record of who did what was changed; nothing is signed over it
    +-- InvariantBroken             a law of the graph does not hold: a defect of ours, never the user's

`code` is for programs (snake_case, stable), `message` says what happened with its facts, `hint` says what to do.
"""

from typing import ClassVar


class VelocityError(Exception):
    """Base of all errors that carry a code, a message and a hint; `exit_code` is what the command line answers."""

    code: ClassVar[str] = "velocity_error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.error_code = code or type(self).code

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class InputRefused(VelocityError):
    """What came in breaks a rule; nothing was changed."""

    code = "input_refused"
    exit_code = 2


class BadFile(InputRefused):
    """A file that cannot be read as rows. The bytes are kept all the same."""

    code = "bad_file"
    exit_code = 3


class BadQueryFile(InputRefused):
    """A .cypher file whose header and body disagree."""

    code = "bad_query_file"


class NotAllowed(VelocityError):
    """The actor lacks the permission that the action needs."""

    code = "not_allowed"
    exit_code = 4


class OwnProposal(NotAllowed):
    """Who proposed something cannot decide it, nor can the person behind an agent that proposed it."""

    code = "own_proposal"


class LoginTooOld(NotAllowed):
    """A decision of this risk needs a sign-in that is fresher."""

    code = "login_too_old"


class NotFound(VelocityError):
    """No such thing."""

    code = "not_found"
    exit_code = 5


class Conflict(VelocityError):
    """The thing moved on since it was seen; look again and decide again."""

    code = "conflict"
    exit_code = 6


class StaleProposal(Conflict):
    """What was shown is no longer what would happen."""

    code = "stale_proposal"


class AlreadyDecided(Conflict):
    """Somebody decided it first."""

    code = "already_decided"


class LeaseHeld(Conflict):
    """Somebody else is looking at it right now."""

    code = "lease_held"


class Barred(Conflict):
    """Somebody decided that two records are not the same person, and that binds until it is revoked."""

    code = "barred"


class KeyReused(Conflict):
    """An idempotency key came back with another request than the one it was first used for."""

    code = "key_reused"


class SetupFailed(VelocityError):
    """The machine, an install or a setting stands in the way."""

    code = "setup_failed"
    exit_code = 7


class DatabaseUnavailable(SetupFailed):
    """No Neo4j answers at the address."""

    code = "database_unavailable"
    exit_code = 8


class AuditBroken(VelocityError):
    """The record of who did what does not hold, so nobody may sign it; nothing was written."""

    code = "audit_broken"
    exit_code = 12


class InvariantBroken(VelocityError):
    """A law of the graph does not hold: a defect of ours, never the user's."""

    code = "invariant_broken"
    exit_code = 9
