"""What the story's people do and want, and what is proposed to them."""

from datetime import UTC, date, datetime

from graph_schema.changes import ChangeSet
from graph_schema.ids import Prefix, stable_id
from graph_schema.natural_keys import campaign_uid, project_uid
from tests.api.story_ids import (
    CALL,
    CREEK,
    CRM,
    DEAL,
    DONE_TASK,
    FATIMAS,
    FEBRUARY,
    MARINA,
    MATCH,
    MOHAMMED,
    NOW,
    OPEN_TASK,
    PORTAL,
    SAME_PERSON,
    SARAH,
    SUGGESTED_CALL,
    VIEWING,
    link,
    node,
    observed,
)


def portfolio() -> ChangeSet:
    """Units, a development and campaigns."""
    marina = project_uid("Marina Gate")
    return ChangeSet(
        entities=(
            node("Project", marina, name="Marina Gate", city="Dubai"),
            node("Property", MARINA, name="Marina 1204", kind="APARTMENT", status="ACTIVE", bedrooms=2, area_sqm=120.5,
                  price_amount=25_000_000.0, price_currency="AED", search_text="marina 1204"),
            node("Property", CREEK, name="Creek 808", search_text="creek 808"),
            node("Campaign", campaign_uid("Spring"), name="Spring", search_text="spring"),
            node("Campaign", campaign_uid("Summer"), name="Summer", search_text="summer"),
        ),
        links=(link("PART_OF", MARINA, marina, observed()),),
    )  # fmt: skip


def activity() -> ChangeSet:
    """Calls, viewings, scores and touches."""
    first, second = datetime(2026, 4, 1, 10, tzinfo=UTC), datetime(2026, 4, 5, 15, 30, tzinfo=UTC)
    events = tuple(
        (stable_id(Prefix.QD_EVENT, str(n)), datetime(2026, 4, day, 8 + n, tzinfo=UTC), score)
        for n, (day, score) in enumerate(((2, 0.4), (2, 0.8), (6, 0.9)))
    )
    touches = (
        (campaign_uid("Spring"), datetime(2026, 2, 2, tzinfo=UTC)),
        (campaign_uid("Summer"), datetime(2026, 4, 3, tzinfo=UTC)),
    )
    return ChangeSet(
        entities=(
            node("Interaction", CALL, kind="CALL", direction="IN", channel="PHONE", summary="Asks about Marina",
                  occurred_at=first),
            node("Interaction", VIEWING, kind="VIEWING", direction="NONE", channel="IN_PERSON", summary="Two units",
                  occurred_at=second, state="DONE", outcome="LIKED"),
            node("Transcript", "trs_story", language="ar"),
            *(node("QDEvent", uid, signal="dwell", score=score, sensing_session="s1", occurred_at=at) for uid, at,
              score in events),
        ),
        links=(
            link("TOOK_PART_IN", CRM, CALL, observed(), role="client"),
            link("TOOK_PART_IN", PORTAL, CALL, observed(), role="client"),
            link("TOOK_PART_IN", CRM, VIEWING, observed(), role="client"),
            link("HAS_TRANSCRIPT", CALL, "trs_story", observed()),
            link("ABOUT", VIEWING, MARINA, observed()),
            link("ABOUT", VIEWING, CREEK, observed()),
            *(link("SHOWED", PORTAL, uid, observed()) for uid, _, _ in events),
            link("TOWARD", events[0][0], MARINA, observed()),
            *(
                link("TOUCHED_BY", PORTAL, campaign, observed(), str(at), touch_kind="EMAIL", occurred_at=at)
                for campaign, at in touches
            ),
            link("INTERESTED_IN", CRM, MARINA, observed(), preference="FAVORITE", viewed_count=3, last_viewed_at=second),
            link("INTERESTED_IN", PORTAL, CREEK, observed(), preference="DISCARD"),
        ),
    )  # fmt: skip


def work() -> ChangeSet:
    """A deal, tasks, reminders, risks and consents."""
    moved = stable_id(Prefix.STAGE_CHANGE, "story")
    return ChangeSet(
        entities=(
            node("Opportunity", DEAL, title="Marina for Farsi", pipeline="sales", stage="NEGOTIATION", stage_entered_at=NOW,
                  value_amount=24_500_000.0, value_currency="AED", expected_close_on=date(2026, 6, 30), version=2),
            node("StageChange", moved, from_stage="VIEWING", to_stage="NEGOTIATION", occurred_at=datetime(2026, 4, 7,
                  tzinfo=UTC)),
            node("Requirement", "req_story", stated=True, version=1, budget_max_amount=26_000_000.0, budget_currency="AED",
                  bedrooms_min=2, kinds=["APARTMENT"], areas=["Marina"], must_haves=["sea view"]),
            node("Task", OPEN_TASK, title="Send the offer", due_at=datetime(2026, 5, 2, tzinfo=UTC), priority="HIGH",
                  state="OPEN",
                  proposed_by="ada", version=1),
            node("Task", DONE_TASK, title="Call back", due_at=datetime(2026, 4, 2, tzinfo=UTC), state="DONE", version=2),
            node("Reminder", "rem_story", remind_at=datetime(2026, 5, 3, tzinfo=UTC), channel="EMAIL", text="Offer",
                  state="PENDING"),
            node("RiskSignal", "rsk_story", kind="PEP", severity="HIGH", reason="politically exposed", detected_at=FEBRUARY),
            node("Consent", "cns_story", channel="EMAIL", purpose="MARKETING", state="GRANTED"),
        ),
        links=(
            link("PURSUES", CRM, DEAL, observed()),
            link("CONCERNS", DEAL, MARINA, observed()),
            link("MOVED", DEAL, moved, observed()),
            link("HAS_REQUIREMENT", CRM, "req_story", observed()),
            link("HAS_TASK", CRM, OPEN_TASK, observed()),
            link("HAS_TASK", CRM, DONE_TASK, observed()),
            link("ASSIGNED_TO", OPEN_TASK, SARAH, observed()),
            link("HAS_REMINDER", CRM, "rem_story", observed()),
            link("CARRIES", PORTAL, "rsk_story", observed()),
            link("GAVE", CRM, "cns_story", observed()),
        ),
    )  # fmt: skip


def proposals() -> ChangeSet:
    """What a model suggests."""
    payload = '{"score": 3.25, "probability": 0.81, "constraints_violated": ["budget: 4 % above"]}'
    return ChangeSet(
        entities=(
            node("Proposal", MATCH, kind="PROPERTY_MATCH", state="PROPOSED", confidence=0.81, risk_tier="LOW",
                  reasons=["viewed: viewed three times", "area: in Marina"], payload_json=payload, created_at=FEBRUARY),
            node("Proposal", SAME_PERSON, kind="IDENTITY_LINK", state="PROPOSED", confidence=0.55, risk_tier="HIGH",
                  reasons=["shared_phone: one phone"], payload_json="{}", created_at=FEBRUARY, title="One person?"),
            node("Proposal", SUGGESTED_CALL, kind="TASK", state="PROPOSED", confidence=0.7, risk_tier="LOW",
                  reasons=["silence: no contact for a month"], payload_json="{}", created_at=FEBRUARY, title="Call Mohammed"),
        ),
        links=(
            link("CONCERNING", MATCH, MOHAMMED, observed(), role="client"),
            link("CONCERNING", MATCH, MARINA, observed(), role="property"),
            link("CONCERNING", SAME_PERSON, CRM, observed(), role="left"),
            link("CONCERNING", SAME_PERSON, FATIMAS, observed(), role="right"),
            link("CONCERNING", SUGGESTED_CALL, MOHAMMED, observed(), role="client"),
        ),
    )  # fmt: skip
