"""Settings in, `neo4j.conf` and the command line of Java out. Nothing here touches the machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cypher.driver import Connection
from graph_schema.errors import SetupFailed

MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
PORT_PROPERTY = "-Dvelocity.bolt_port="
LOOPBACK = "127.0.0.1"

# Heap and page cache each take an eighth of the machine: a graph of some millions of facts fits, and the rest is left
# to the service, to model training and to people's browsers.
MEMORY_SHARE = 8
HEAP_MB = (512, 4096)
PAGE_CACHE_MB = (128, 4096)
FIRST_HEAP_MB = 512
# Below these Neo4j 2026.09 does not boot.
SMALLEST_HEAP_MB = 128
SMALLEST_PAGE_CACHE_MB = 8
# A new database is 70 MB with our log size; the rest is room for the first import, so that it does not end half way.
MIN_FREE_MB = 512
# Longer than any query of ours, far shorter than for ever; imports commit in batches of seconds.
TRANSACTION_TIMEOUT = "120s"

# What every Neo4j of ours must refuse, whichever machine or container it runs on.
SAFETY: Mapping[str, str] = MappingProxyType(
    {
        "dbms.security.auth_enabled": "true",
        # LOAD CSV runs in read transactions too, and would read any file or address that this machine reaches.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # Nothing is told to anybody, and no other server is looked for.
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        # No query may run for ever.
        "db.transaction.timeout": TRANSACTION_TIMEOUT,
        "db.query.default_language": "CYPHER_25",
    }
)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server may use, in MB."""

    heap_mb: int
    page_cache_mb: int

    @property
    def transaction_mb(self) -> int:
        """The limit of one transaction: half the heap, so that one runaway query cannot take the server down."""
        return self.heap_mb // 2


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may choose about the database; None and 0 mean: choose for me."""

    heap_mb: int = 0
    page_cache_mb: int = 0
    bolt_port: int = 0
    min_free_mb: int = MIN_FREE_MB
    short_lived: bool = False
    """For servers that live for a test run: Java compiles sooner and less well, which halves the CPU time of a boot."""
    read_only: bool = False
    """For the moment in which the whole graph is carried out: nobody can write meanwhile, whoever they are."""
    external: Connection | None = None
    """A Neo4j of somebody else's, used in place of the managed one."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment.

    Raises:
        SetupFailed: a number is none, or NEO4J_URI is set without a password.
    """
    return Settings(
        heap_mb=_number(environ, "VELOCITY_NEO4J_HEAP_MB", 0, SMALLEST_HEAP_MB),
        page_cache_mb=_number(environ, "VELOCITY_NEO4J_PAGECACHE_MB", 0, SMALLEST_PAGE_CACHE_MB),
        bolt_port=_number(environ, "VELOCITY_BOLT_PORT", 0, 1, 65535),
        min_free_mb=_number(environ, "VELOCITY_NEO4J_MIN_FREE_MB", MIN_FREE_MB, 0),
        external=_external(environ),
    )


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int = 1024 * 1024) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
        raise SetupFailed(f"{name}={text} is not a whole number from {low} to {high}", hint=f"change or unset {name}")
    return int(text)


def _external(environ: Mapping[str, str]) -> Connection | None:
    uri = environ.get("NEO4J_URI", "")
    if not uri:
        return None
    if not (password := environ.get("NEO4J_PASSWORD", "")):
        raise SetupFailed(
            "NEO4J_URI is set, but NEO4J_PASSWORD is not",
            hint="set NEO4J_PASSWORD, or unset NEO4J_URI to use the managed server",
        )
    return Connection(
        uri=uri,
        user=environ.get("NEO4J_USER", "") or "neo4j",
        password=password,
        database=environ.get("NEO4J_DATABASE", "") or "neo4j",
    )


def size_memory(machine_mb: int, settings: Settings) -> Memory:
    """Heap and page cache for a machine of `machine_mb` MB; what the settings name is taken as it is."""
    share = machine_mb // MEMORY_SHARE
    return Memory(
        heap_mb=settings.heap_mb or min(max(share, HEAP_MB[0]), HEAP_MB[1]),
        page_cache_mb=settings.page_cache_mb or min(max(share, PAGE_CACHE_MB[0]), PAGE_CACHE_MB[1]),
    )


def neo4j_conf(port: int, memory: Memory, logs: Path, *, read_only: bool = False) -> str:
    """The server's whole configuration: every line is checked by Neo4j's strict validation at boot."""
    lines = {
        "server.config.strict_validation.enabled": "true",
        "server.directories.logs": str(logs),
        # Loopback only, Bolt only.
        "server.default_listen_address": LOOPBACK,
        "server.bolt.listen_address": f"{LOOPBACK}:{port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        **SAFETY,
        **({"server.databases.default_to_read_only": "true"} if read_only else {}),
        "db.memory.transaction.max": f"{memory.transaction_mb}m",
        "server.memory.pagecache.size": f"{memory.page_cache_mb}m",
        # Two databases preallocate one transaction log each: 32 MB instead of 256 MB makes a new home small.
        "db.tx_log.rotation.size": "32m",
        "db.tx_log.rotation.retention_policy": "2 days 2G",
        # Stopping waits twice 5 s for new Bolt traffic that a server on its way down does not want: 10.3 s became 0.4 s.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    }
    return "".join(f"{key}={value}\n" for key, value in lines.items())


def java_command(java: Path, lib: Path, home: Path, port: int, memory: Memory, *, short_lived: bool) -> list[str]:
    """The command that boots Neo4j; the port is in it so that a running server can be known by its command line."""
    return [
        str(java),
        "-cp",
        f"{lib}/*",
        f"-Xms{min(FIRST_HEAP_MB, memory.heap_mb)}m",
        f"-Xmx{memory.heap_mb}m",
        *(("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") if short_lived else ()),
        "-XX:+ExitOnOutOfMemoryError",  # a server without memory answers wrongly for minutes; a dead one is restarted
        f"-XX:ErrorFile={home}/java-error-%p.log",  # else it lands in whatever folder the command was typed in
        "-XX:+DisableAttachMechanism",
        "-XX:-UsePerfData",  # would be readable by every user of the machine
        *(
            f"--add-opens=java.base/{package}=ALL-UNNAMED"
            for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
        ),
        "--enable-native-access=ALL-UNNAMED",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dlog4j2.disable.jmx=true",
        "-Dfile.encoding=UTF-8",
        f"{PORT_PROPERTY}{port}",
        MAIN_CLASS,
        home_argument(home),
        f"--config-dir={home}/conf",
        "--console-mode",
    ]


def admin_command(java: Path, lib: Path, heap_mb: int, arguments: Path) -> list[str]:
    """The command of Neo4j's offline tool; a file holds its arguments, of which there can be more than a command line takes."""
    return [
        str(java),
        f"-Xmx{heap_mb}m",
        "-XX:-UsePerfData",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        f"{lib}/*",
        "org.neo4j.cli.AdminTool",
        f"@{arguments}",
    ]


def home_argument(home: Path) -> str:
    """The argument that tells one managed server from another, and from every other process."""
    return f"--home-dir={home}"
