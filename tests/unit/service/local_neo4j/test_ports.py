import os
import socket
from contextlib import closing

import psutil
import pytest

from graph_schema.errors import SetupFailed
from service.local_neo4j.ports import choose_port, free_port, is_free, listens, name_owner


def test_a_free_port_is_free_until_somebody_listens() -> None:
    port = free_port()
    assert is_free(port)
    with closing(socket.create_server(("127.0.0.1", port))):
        assert not is_free(port)
        assert listens(os.getpid(), port)
        assert not listens(os.getppid(), port)
        assert name_owner(port) == f"{psutil.Process().name()} (pid {os.getpid()})"
    assert not listens(os.getpid(), port)
    assert name_owner(port) == "another program"


def test_a_remembered_port_is_kept_while_it_is_free() -> None:
    port = free_port()
    assert choose_port(0, port) == (port, "")
    assert choose_port(port, 0) == (port, "")
    with closing(socket.create_server(("127.0.0.1", port))):
        other, told = choose_port(0, port)
        assert other != port
        assert f"port {port} is now taken by" in told
        with pytest.raises(SetupFailed, match=f"port {port} .* is taken by") as error:
            choose_port(port, other)
    assert error.value.error_code == "port_taken"


def test_the_first_port_is_any_that_is_free() -> None:
    port, told = choose_port(0, 0)
    assert (is_free(port), told) == (True, "")
