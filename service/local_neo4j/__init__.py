"""A Neo4j of our own on this machine, without Docker: `up()` answers with a server that works, or says why not."""

from service.local_neo4j.server import RunningServer, Status, down, reset, status, up

__all__ = ["RunningServer", "Status", "down", "reset", "status", "up"]
