"""The root of all reads."""

import strawberry

from graph_schema.actors import Permission
from resolvers.permissions import Needs
from resolvers.types.client import Client


async def find_client(id: strawberry.ID) -> Client | None:  # noqa: A002 - the argument's name in the API
    """One client."""
    return Client(id=id, display_name=None)


@strawberry.type
class Query:
    """What can be asked."""

    client: Client | None = strawberry.field(resolver=find_client, extensions=[Needs(Permission.READ_CLIENTS)])
