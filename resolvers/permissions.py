"""Who may ask. Every root field names the permission it needs; a schema with a root field that names none is refused."""

from collections.abc import Awaitable, Callable

from strawberry.extensions import FieldExtension

from graph_schema.actors import Actor, Permission, require
from graph_schema.errors import NotAllowed
from resolvers.context import Info


class Needs(FieldExtension):
    """Lets the actor pass who holds the permission, before anything is read."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def resolve(self, next_: Callable[..., object], source: object, info: Info, **kwargs: object) -> object:
        """For subscriptions, whose resolvers are generators: check first, listen then."""
        require(known(info.context.actor), self.permission)
        return next_(source, info, **kwargs)

    async def resolve_async(
        self, next_: Callable[..., Awaitable[object]], source: object, info: Info, **kwargs: object
    ) -> object:
        """Check first, resolve then."""
        require(known(info.context.actor), self.permission)
        return await next_(source, info, **kwargs)


def known(actor: Actor | None) -> Actor:
    """The actor, if there is one.

    Raises:
        NotAllowed: nobody signed in.
    """
    if actor is None:
        raise NotAllowed("nobody is signed in", hint="send a token: `velocity token` prints one", code="unauthenticated")
    return actor
