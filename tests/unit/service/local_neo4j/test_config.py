from pathlib import Path

import pytest

from cypher.driver import Connection
from graph_schema.errors import SetupFailed
from service.local_neo4j.config import (
    SAFETY,
    Memory,
    Settings,
    home_argument,
    java_command,
    neo4j_conf,
    read_settings,
    size_memory,
)


@pytest.mark.parametrize(
    ("machine_mb", "heap_mb", "page_cache_mb"),
    [(1_000, 512, 128), (4_000, 512, 500), (8_000, 1_000, 1_000), (24_000, 3_000, 3_000), (512_000, 4_096, 4_096)],
)
def test_memory_follows_the_machine(machine_mb: int, heap_mb: int, page_cache_mb: int) -> None:
    assert size_memory(machine_mb, Settings()) == Memory(heap_mb, page_cache_mb)


def test_memory_that_was_chosen_is_taken_as_it_is() -> None:
    assert size_memory(512_000, Settings(heap_mb=200, page_cache_mb=16)) == Memory(200, 16)


def test_settings_come_from_the_environment() -> None:
    environ = {
        "VELOCITY_NEO4J_HEAP_MB": "1024",
        "VELOCITY_NEO4J_PAGECACHE_MB": " 256 ",
        "VELOCITY_BOLT_PORT": "7687",
        "VELOCITY_NEO4J_MIN_FREE_MB": "0",
    }
    assert read_settings(environ) == Settings(heap_mb=1024, page_cache_mb=256, bolt_port=7687, min_free_mb=0)
    assert read_settings({}) == Settings()


def test_neo4j_uri_brings_its_user_and_database() -> None:
    environ = {"NEO4J_URI": "neo4j://db.example", "NEO4J_PASSWORD": "secret"}
    assert read_settings(environ).external == Connection("neo4j://db.example", "neo4j", "secret", "neo4j")
    named = {**environ, "NEO4J_USER": "ada", "NEO4J_DATABASE": "clients"}
    assert read_settings(named).external == Connection("neo4j://db.example", "ada", "secret", "clients")


def test_neo4j_uri_without_a_password_is_refused() -> None:
    with pytest.raises(SetupFailed, match="NEO4J_PASSWORD"):
        read_settings({"NEO4J_URI": "bolt://127.0.0.1:7687"})


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "0", "65536", "٧"])
def test_a_port_that_is_none_is_refused_by_name(text: str) -> None:
    with pytest.raises(SetupFailed, match=r"VELOCITY_BOLT_PORT=.* is not a whole number from 1 to 65535"):
        read_settings({"VELOCITY_BOLT_PORT": text})


def test_the_configuration_opens_loopback_bolt_and_nothing_else() -> None:
    conf = neo4j_conf(7001, Memory(1000, 64), Path("/home/logs"))
    lines = dict(line.split("=", 1) for line in conf.splitlines())
    assert {key: value for key, value in lines.items() if "address" in key} == {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": "127.0.0.1:7001",
        "server.bolt.advertised_address": "127.0.0.1:7001",
    }
    assert lines["server.http.enabled"] == lines["server.https.enabled"] == "false"
    assert lines["db.memory.transaction.max"] == "500m"
    assert lines.items() >= SAFETY.items()


def test_the_command_names_the_home_and_the_port_and_no_secret() -> None:
    command = java_command(Path("/j"), Path("/lib"), Path("/h"), 7001, Memory(256, 64), short_lived=False)
    assert command[:3] == ["/j", "-cp", "/lib/*"]
    assert {home_argument(Path("/h")), "-Dvelocity.bolt_port=7001", "-Xms256m", "-Xmx256m"} <= set(command)
    assert not [part for part in command if "Tiered" in part or "password" in part]
    quick = java_command(Path("/j"), Path("/lib"), Path("/h"), 7001, Memory(256, 64), short_lived=True)
    assert set(quick) - set(command) == {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"}
