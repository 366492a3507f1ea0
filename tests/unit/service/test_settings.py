"""Settings: closed by default, and a wrong one is told by its name."""

import pytest

from graph_schema.errors import SetupFailed
from service.settings import Settings, read_settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here


def test_only_this_machine_unless_somebody_decides_otherwise() -> None:
    settings = Settings()
    assert (settings.host, settings.is_loopback, settings.is_development) == ("127.0.0.1", True, True)
    assert "*" not in settings.hosts


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        (EVERYWHERE, False),
        ("graph.example", False),
    ],
)
def test_aids_of_development_are_for_loopback(host: str, is_loopback: bool) -> None:
    assert Settings(host=host).is_development is is_loopback
    assert Settings(host=host, development=False).is_development is False
    assert Settings(host=host, development=True).is_development is True


def test_open_to_others_any_name_is_answered_until_names_are_set() -> None:
    assert Settings(host=EVERYWHERE).hosts == ("*",)
    named = Settings(host=EVERYWHERE, allowed_hosts=" a.example ,,b.example").hosts
    assert {"a.example", "b.example", "localhost"} <= set(named)
    assert "*" not in named


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("PORT", "-1"), ("PORT", "65536"), ("DEVELOPMENT", "perhaps")])
def test_a_wrong_setting_is_told_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"VELOCITY_{name}", value)
    with pytest.raises(SetupFailed, match=f"VELOCITY_{name}: ") as refusal:
        read_settings()
    assert refusal.value.error_code == "bad_setting"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VELOCITY_PORT", "9000")
    monkeypatch.setenv("VELOCITY_DEVELOPMENT", "false")
    assert (read_settings().port, read_settings().is_development) == (9000, False)
