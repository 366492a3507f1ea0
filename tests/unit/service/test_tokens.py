"""Tokens: only hashes are kept, only their owner reads the file, and a change counts at once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_IMODE
from threading import Thread

import pytest

from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import InputRefused, NotFound, SetupFailed
from service.home import Home
from service.tokens import TokenBook, token_book, write_secret
from service.wiring import cursor_key, development_token

NOW = datetime.now(UTC)
HUMAN = ActorKind.HUMAN


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def book(home: Home) -> TokenBook:
    return token_book(home)


def test_a_token_stands_for_its_actor(book: TokenBook) -> None:
    created = book.create("oracle", ActorKind.AGENT, (Role.AGENT, Role.ANALYST), delegated_by="rita", now=NOW)
    assert book.who(created.secret, NOW) == Actor(
        "oracle", ActorKind.AGENT, frozenset({Role.AGENT, Role.ANALYST}), "oracle", "rita", signed_in_at=NOW
    )
    assert book.who(created.secret[:-1], NOW) is None
    assert book.who("", NOW) is None


def test_an_agent_acts_for_somebody(book: TokenBook) -> None:
    with pytest.raises(InputRefused, match="acts for somebody"):
        book.create("oracle", ActorKind.AGENT, (Role.AGENT,))


def test_signing_in_again_is_remembered(book: TokenBook) -> None:
    created = book.create("rita", HUMAN, (Role.REVIEWER,), now=NOW)
    book.renew(created.secret, NOW + timedelta(hours=5))
    actor = book.who(created.secret, NOW + timedelta(hours=6))
    assert actor is not None
    assert actor.signed_in_at == NOW + timedelta(hours=5)
    with pytest.raises(NotFound):
        book.renew(created.secret + "x", NOW)


def test_the_file_holds_hashes_and_belongs_to_its_owner(home: Home, book: TokenBook) -> None:
    created = book.create("ada", HUMAN, (Role.OPERATOR,))
    path = home.root / "tokens.json"
    assert created.secret not in path.read_text(encoding="utf-8")
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in home.root.iterdir() if file.suffix == ".part"] == []


def test_a_secret_file_was_never_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    write_secret(path, "new")
    assert (S_IMODE(path.stat().st_mode), path.read_text(encoding="utf-8")) == (0o600, "new")


def test_a_token_ends_when_it_should(book: TokenBook) -> None:
    created = book.create("ada", HUMAN, (Role.OPERATOR,), days=30)
    assert book.who(created.secret, NOW + timedelta(days=29)) is not None
    assert book.who(created.secret, NOW + timedelta(days=31)) is None


def test_another_process_is_heard_at_once(home: Home, book: TokenBook) -> None:
    created = book.create("ada", HUMAN, (Role.OPERATOR,))
    assert book.who(created.secret, NOW) is not None
    token_book(home).revoke(created.stored.id)
    assert book.who(created.secret, NOW) is None
    again = token_book(home).create("ada", HUMAN, (Role.OPERATOR,))
    assert book.who(again.secret, NOW) is not None


def test_many_at_once_lose_no_token(home: Home) -> None:
    threads = [Thread(target=lambda n=n: token_book(home).create(f"actor {n}", HUMAN, (Role.OPERATOR,))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {token.actor for token in token_book(home).all()} == {f"actor {n}" for n in range(20)}


def test_what_makes_no_sense_is_refused(book: TokenBook) -> None:
    with pytest.raises(InputRefused, match="without a role"):
        book.create("ada", HUMAN, ())
    with pytest.raises(NotFound, match="no token beef"):
        book.revoke("beef")
    assert book.all() == ()


@pytest.mark.parametrize("text", ["", "{}", "[{}]", '[{"sha256": 1}]'])
def test_a_damaged_file_is_told_and_opens_nothing(home: Home, book: TokenBook, text: str) -> None:
    write_secret(home.root / "tokens.json", text)
    with pytest.raises(SetupFailed, match=r"tokens\.json is damaged"):
        book.who("anything", NOW)


def test_the_development_token_works_and_is_kept(home: Home) -> None:
    path = development_token(home)
    secret = path.read_text(encoding="utf-8").strip()
    actor = token_book(home).who(secret, NOW)
    assert actor is not None
    assert (actor.id, actor.kind) == ("developer", HUMAN)
    assert actor.roles == {Role.OPERATOR, Role.REVIEWER, Role.ANALYST, Role.AUDITOR}
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert development_token(home).read_text(encoding="utf-8").strip() == secret


def test_a_revoked_development_token_is_replaced(home: Home) -> None:
    first = development_token(home).read_text(encoding="utf-8").strip()
    token_book(home).revoke(token_book(home).all()[0].id)
    second = development_token(home).read_text(encoding="utf-8").strip()
    assert token_book(home).who(first, NOW) is None
    assert token_book(home).who(second, NOW) is not None


def test_the_cursor_key_outlives_restarts(home: Home) -> None:
    first = cursor_key(home)
    assert (len(first), cursor_key(home)) == (32, first)
    assert S_IMODE((home.root / "cursor-key").stat().st_mode) == 0o600
    write_secret(home.root / "cursor-key", "short")
    with pytest.raises(SetupFailed, match="holds no key"):
        cursor_key(home)


def test_the_list_shows_nothing_that_opens_anything(book: TokenBook, home: Home) -> None:
    created = book.create("ada", HUMAN, (Role.OPERATOR,))
    stored = json.loads((home.root / "tokens.json").read_text(encoding="utf-8"))
    assert created.stored.id == stored[0]["sha256"][:12]
    assert book.who(created.stored.id, NOW) is None
    assert book.who(stored[0]["sha256"], NOW) is None
