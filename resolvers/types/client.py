"""The client and everything that is known about one."""

import strawberry


@strawberry.type
class Client:
    """A resolved person."""

    id: strawberry.ID
    display_name: str | None
