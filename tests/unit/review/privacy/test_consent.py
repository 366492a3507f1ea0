"""What a person's word stops: the latest of a record, the most restrictive of several, and nothing that was never asked."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.proposals import ProposalKind
from review.privacy.consent import MARKETING, PROFILING, Consent, standing, stopped_by

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
MATCH, TASK = ProposalKind.PROPERTY_MATCH, ProposalKind.TASK
STATES = ("GRANTED", "REFUSED", "WITHDRAWN")
CONSENTS = st.builds(
    Consent,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["EMAIL", "PHONE"]),
    st.sampled_from([MARKETING, PROFILING, "SHARING"]),
    st.sampled_from(STATES),
    st.integers(0, 3).map(lambda hours: NOON + timedelta(hours=hours)),
)


def word(state: str, *, profile: str = "a", channel: str = "EMAIL", purpose: str = PROFILING, hours: int = 0) -> Consent:
    return Consent(profile, channel, purpose, state, NOON + timedelta(hours=hours))


def test_the_latest_word_of_a_record_stands() -> None:
    assert standing([word("WITHDRAWN", hours=2), word("GRANTED", hours=1)]) == {("EMAIL", PROFILING): "WITHDRAWN"}
    assert standing([word("WITHDRAWN", hours=1), word("GRANTED", hours=2)]) == {("EMAIL", PROFILING): "GRANTED"}
    assert standing([word("GRANTED"), word("WITHDRAWN")]) == {("EMAIL", PROFILING): "WITHDRAWN"}


def test_between_records_the_most_restrictive_wins() -> None:
    later = word("GRANTED", profile="b", hours=9)
    assert standing([word("WITHDRAWN"), later]) == {("EMAIL", PROFILING): "WITHDRAWN"}
    assert standing([word("REFUSED"), later]) == {("EMAIL", PROFILING): "REFUSED"}


@pytest.mark.parametrize(
    ("kind", "payload", "consents", "stopped"),
    [
        (MATCH, "{}", [], None),
        (MATCH, "{}", [word("GRANTED")], None),
        (MATCH, "{}", [word("WITHDRAWN")], "consent to profiling"),
        (MATCH, "{}", [word("WITHDRAWN", purpose="SHARING")], None),
        (MATCH, "{}", [word("REFUSED", purpose=MARKETING)], "consent to marketing"),
        # One channel is left on which she may be told of it.
        (MATCH, "{}", [word("REFUSED", purpose=MARKETING), word("GRANTED", purpose=MARKETING, channel="PHONE")], None),
        (TASK, "{}", [word("REFUSED", purpose=MARKETING)], None),
        (TASK, '{"channel": "EMAIL"}', [word("REFUSED", purpose=MARKETING)], "consent to marketing by email"),
        (TASK, '{"channel": "PHONE"}', [word("REFUSED", purpose=MARKETING)], None),
        (TASK, '{"channel": "PHONE"}', [word("REFUSED", purpose=MARKETING, channel="ANY")], "consent to marketing by phone"),
        (TASK, "no json", [word("REFUSED", purpose=MARKETING)], None),
        (ProposalKind.IDENTITY_LINK, "{}", [word("WITHDRAWN")], None),
    ],
)
def test_what_stops_what(kind: ProposalKind, payload: str, consents: list[Consent], stopped: str | None) -> None:
    assert stopped_by(kind, payload, standing(consents)) == stopped


@given(st.lists(CONSENTS, max_size=8), st.sampled_from([MARKETING, PROFILING]), st.sampled_from(["EMAIL", "PHONE"]))
def test_no_grant_of_one_record_overrides_the_no_of_another(held: list[Consent], purpose: str, channel: str) -> None:
    no = Consent("c", channel, purpose, "WITHDRAWN", NOON)
    assert standing([*held, no])[channel, purpose] == "WITHDRAWN"
