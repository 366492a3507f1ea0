"""Whether the service can answer."""

from cypher.migrate import read_migrations
from cypher.queries.schema import APPLIED_MIGRATIONS
from cypher.query import NoParams
from cypher.store import AsyncGraphStore
from graph_schema.errors import DatabaseUnavailable


async def is_ready(store: AsyncGraphStore) -> bool:
    """The database answers, and every migration of this version has been applied to it."""
    try:
        applied = {migration.number for migration in await store.many(APPLIED_MIGRATIONS, NoParams())}
    except DatabaseUnavailable:
        return False
    return applied >= {migration.number for migration in read_migrations()}
