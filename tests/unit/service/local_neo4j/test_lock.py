from service.local_neo4j.lock import LOCK_FILE, NEO4J_VERSION, ROOTS, LockedJar, format_lock, parse_lock, read_lock


def test_the_committed_lock_is_what_relock_writes() -> None:
    jars = read_lock()
    assert format_lock(jars) == LOCK_FILE.read_text()
    assert parse_lock(format_lock(jars)) == jars


def test_the_lock_holds_both_roots_and_each_name_once() -> None:
    jars = read_lock()
    assert {f"{group}:{name}:{NEO4J_VERSION}" for group, name in ROOTS} <= {jar.coordinate for jar in jars}
    assert len({jar.filename for jar in jars}) == len(jars) == 230
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK_FILE.read_text()


def test_a_jar_is_named_as_maven_names_it() -> None:
    assert LockedJar("org.neo4j:neo4j:1.2", "", 1).filename == "neo4j-1.2.jar"
    assert LockedJar("io.netty:epoll:4.2:linux-x86_64", "", 1).filename == "epoll-4.2-linux-x86_64.jar"
