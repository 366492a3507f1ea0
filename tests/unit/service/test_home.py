from pathlib import Path

from platformdirs import user_cache_path, user_state_path

from service.home import CHECKOUT, Home, find_cache, find_home


def test_a_checkout_keeps_its_state_beside_itself(tmp_path: Path) -> None:
    assert find_home({}) == Home(CHECKOUT / ".velocity")
    assert find_home({}, tmp_path) == Home(user_state_path("velocity", appauthor=False))


def test_both_places_can_be_chosen(tmp_path: Path) -> None:
    assert find_home({"VELOCITY_HOME": f"{tmp_path}/a/../b"}) == Home(tmp_path / "b")
    assert find_cache({"VELOCITY_CACHE": str(tmp_path)}) == tmp_path
    assert find_cache({}) == find_cache({"VELOCITY_CACHE": ""}) == user_cache_path("velocity", appauthor=False)


def test_everything_is_below_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    places = [home.neo4j, home.evidence, home.password_file, home.token_file, home.service_state_file, home.logs]
    assert {place.parent for place in places} == {tmp_path}
    assert len(set(places)) == len(places)
