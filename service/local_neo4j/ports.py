"""Loopback ports: which are free, and who has the others."""

import socket
from contextlib import closing

import psutil

from graph_schema.errors import SetupFailed
from service.local_neo4j.config import LOOPBACK


def is_free(port: int) -> bool:
    """Whether a server could listen there now, by Java's rules (an address in TIME_WAIT may be taken again)."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port that nobody listens on now."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def listens(pid: int, port: int) -> bool:
    """Whether this very process accepts connections there: another one on the port must not be given our password."""
    try:
        sockets = psutil.Process(pid).net_connections(kind="tcp")
    except psutil.Error:
        return False
    return any(one.status == psutil.CONN_LISTEN and one.laddr and one.laddr[1] == port for one in sockets)


def name_owner(port: int) -> str:
    """The program that listens on a port, as a person would name it; another user's program may stay unnamed."""
    try:
        listening = [
            found.pid
            for found in psutil.net_connections(kind="tcp")
            if found.status == psutil.CONN_LISTEN and found.laddr and found.laddr[1] == port and found.pid
        ]
        return f"{psutil.Process(listening[0]).name()} (pid {listening[0]})" if listening else "another program"
    except psutil.Error:
        return "another program"


def choose_port(fixed: int, remembered: int) -> tuple[int, str]:
    """The port to boot on, and what to tell the user about it ("" when there is nothing to tell).

    Raises:
        SetupFailed: the port that was asked for is taken.
    """
    if fixed:
        if is_free(fixed):
            return fixed, ""
        raise SetupFailed(
            f"port {fixed} (VELOCITY_BOLT_PORT) is taken by {name_owner(fixed)}",
            hint="stop that program, or set VELOCITY_BOLT_PORT to another port, or unset it",
            code="port_taken",
        )
    if not remembered:
        return free_port(), ""
    if is_free(remembered):
        return remembered, ""
    port = free_port()
    return port, f"port {remembered} is now taken by {name_owner(remembered)}; Neo4j listens on {port} instead"
