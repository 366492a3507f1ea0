"""Bindings about the database itself."""

import msgspec

from cypher.query import NoParams, Query


class AppliedMigration(msgspec.Struct, frozen=True):
    """One migration that the database has seen."""

    number: int
    name: str
    checksum: str


APPLIED_MIGRATIONS = Query("read.applied_migrations", NoParams, AppliedMigration)
