"""Who may ask. Every root field names the permission it needs; a schema with a root field that names none is refused."""

from collections.abc import Callable

from strawberry.extensions import FieldExtension
from strawberry.utils.await_maybe import AwaitableOrValue, await_maybe

from graph_schema.actors import Actor, Permission, require
from graph_schema.errors import NotAllowed
from resolvers.context import Info


class Needs(FieldExtension):
    """Lets the actor pass who holds the permission, before anything is read."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def resolve_async(
        self, next_: Callable[..., AwaitableOrValue[object]], source: object, info: Info, **kwargs: object
    ) -> object:
        """Check first, resolve then. What a subscription resolves to is a stream, and nothing to wait for."""
        require(known(info.context.actor), self.permission)
        return await await_maybe(next_(source, info, **kwargs))


def known(actor: Actor | None) -> Actor:
    """The actor, if there is one.

    Raises:
        NotAllowed: nobody signed in.
    """
    if actor is None:
        raise NotAllowed("nobody is signed in", hint="send a token: `velocity token` prints one", code="unauthenticated")
    return actor
