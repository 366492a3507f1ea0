"""What happens in the demo: legal words only, and behaviour that follows from what people truly want."""

import json
from collections import Counter, defaultdict
from statistics import mean

import pytest

from graph_schema.proposals import ProposalKind
from ingest.synthetic.portfolio import units
from ingest.synthetic.tastes import Taste, affinity
from tests.unit.ingest.synthetic.conftest import Drawn

# Each list of words that the API knows, and all of them should be met in a demo.
WORDS = {
    "Interaction.kind": "CALL EMAIL MESSAGE MEETING VIEWING NOTE ENQUIRY",
    "Interaction.direction": "INBOUND OUTBOUND NONE",
    "Interaction.channel": "PHONE EMAIL WHATSAPP IN_PERSON WEB VIDEO",
    "Interaction.state": "PLANNED DONE CANCELLED NO_SHOW",
    "Property.kind": "APARTMENT PENTHOUSE TOWNHOUSE VILLA DUPLEX",
    "Property.status": "ACTIVE PENDING CLOSED COMING_SOON WITHDRAWN",
    "Opportunity.stage": "LEAD QUALIFIED VIEWING OFFER RESERVED WON LOST",
    "Task.state": "OPEN DONE CANCELLED",
    "Task.priority": "LOW NORMAL HIGH URGENT",
    "Reminder.state": "PENDING SENT DISMISSED",
    "Reminder.channel": "EMAIL SMS WHATSAPP PHONE",
    "Consent.channel": "EMAIL SMS WHATSAPP PHONE",
    "Consent.purpose": "MARKETING PROFILING SHARING",
    "Consent.state": "GRANTED WITHDRAWN REFUSED",
    "RiskSignal.kind": "COMPLIANCE CHURN PAYMENT REPUTATION",
    "RiskSignal.severity": "LOW MEDIUM HIGH",
    "Account.kind": "COMPANY TRUST FAMILY_OFFICE SPV BROKERAGE",
    "QDEvent.signal": "ATTENTION DELIGHT HESITATION STRESS CURIOSITY",
    "Proposal.kind": "IDENTITY_LINK HOUSEHOLD PROPERTY_MATCH TASK FIELD_CONFLICT",
}


@pytest.mark.parametrize("where", WORDS)
def test_all_words_of_a_list_occur_and_no_others(demo: Drawn, where: str) -> None:
    label, name = where.split(".")
    found = {str(entity.properties[name]) for entity in demo.of(label)}
    assert found == set(WORDS[where].split())


def test_most_people_do_little_and_some_do_much(demo: Drawn) -> None:
    people = demo.people()
    done = Counter(people[link.source].person for link in demo.links["TOOK_PART_IN"] if link.source in people)
    counts = sorted(done[person.person] for person in demo.truth.people)
    assert counts[len(counts) // 2] <= 4
    assert counts[-20] >= 15


def test_marks_follow_the_taste(demo: Drawn) -> None:
    by_uid, people = {unit.uid: unit for unit in units()}, demo.people()
    fits: dict[str, list[float]] = defaultdict(list)
    for link in demo.links["INTERESTED_IN"]:
        person = people[link.source]
        taste = Taste(person.favourite_area, person.favourite_kind, person.budget, person.bedrooms)
        fits[str(link.properties["preference"])].append(affinity(taste, by_uid[link.target]))
    assert mean(fits["FAVORITE"]) > mean(fits["POSSIBILITY"]) > 0.7
    assert max(fits["DISCARD"]) < 0.5


def test_people_see_mostly_but_not_only_what_they_prefer(demo: Drawn) -> None:
    people = demo.people()
    about = {link.source: link.target for link in demo.links["ABOUT"]}
    seen = [
        about[link.target] in people[link.source].preferred_properties
        for link in demo.links["TOOK_PART_IN"]
        if link.source in people
    ]
    assert 0.7 < mean(seen) < 0.95


def test_behaviour_scores_tell_of_the_fit(demo: Drawn) -> None:
    toward, people = {link.source: link.target for link in demo.links["TOWARD"]}, demo.people()
    scores: dict[bool, list[float]] = defaultdict(list)
    for link in demo.links["SHOWED"]:
        score = demo.entities[link.target].properties["score"]
        assert isinstance(score, float)
        assert 0 <= score <= 1
        scores[toward[link.target] in people[link.source].preferred_properties].append(score)
    assert mean(scores[True]) > mean(scores[False]) + 0.2


def test_couples_come_to_viewings_together(demo: Drawn) -> None:
    people, guests = demo.people(), defaultdict(set)
    for link in demo.links["TOOK_PART_IN"]:
        if link.source in people:
            guests[link.target].add(people[link.source].person)
    households = {person.person: person.household for person in demo.truth.people}
    together = [persons for persons in guests.values() if len(persons) > 1]
    assert len(together) > 50
    assert all(len({households[person] for person in persons}) == 1 for persons in together)


def test_several_touches_of_one_campaign_stay_apart(demo: Drawn) -> None:
    touches = Counter((link.source, link.target) for link in demo.links["TOUCHED_BY"])
    assert max(touches.values()) > 1
    assert len({link.uid for link in demo.links["TOUCHED_BY"]}) == sum(touches.values())


def test_the_stage_of_a_deal_is_where_its_last_move_led(demo: Drawn) -> None:
    moves = defaultdict(list)
    for link in demo.links["MOVED"]:
        moves[link.source].append(demo.entities[link.target].properties)
    for deal in demo.of("Opportunity"):
        steps = moves[deal.uid]
        assert [step["from_stage"] for step in steps[1:]] == [step["to_stage"] for step in steps[:-1]]
        assert (steps[-1]["to_stage"] if steps else "LEAD") == deal.properties["stage"]


def test_proposals_name_their_subjects_reasons_and_evidence(demo: Drawn) -> None:
    roles: dict[str, set[str]] = defaultdict(set)
    for link in demo.links["CONCERNING"]:
        roles[link.source].add(f"{link.properties['role']}:{link.target[:3]}")
    suggested = {link.source for link in demo.links["SUGGESTED_BY"]}
    shapes = {
        ProposalKind.IDENTITY_LINK: [{"left:prf", "right:prf"}],
        ProposalKind.HOUSEHOLD: [{"left:prf", "right:prf"}],
        ProposalKind.PROPERTY_MATCH: [{"client:cli", "property:prp"}],
        ProposalKind.TASK: [{"client:cli"}, {"client:cli", "property:prp"}],
        ProposalKind.FIELD_CONFLICT: [{"client:cli"}],
    }
    for proposal in demo.of("Proposal"):
        said = proposal.properties
        assert roles[proposal.uid] in shapes[ProposalKind(str(said["kind"]))]
        assert all(": " in reason for reason in said["reasons"])  # type: ignore[union-attr, operator]  # a list
        assert set(said["evidence"]) <= set(demo.entities)  # type: ignore[arg-type]  # a list
        assert len(str(said["shown_hash"])) == 64
        assert proposal.uid in suggested


def test_payloads_are_what_their_readers_expect(demo: Drawn) -> None:
    keys = {
        "PROPERTY_MATCH": {"score", "probability", "constraints_violated"},
        "TASK": {"due_at"},
        "FIELD_CONFLICT": {"field", "values"},
    }
    for proposal in demo.of("Proposal"):
        payload = json.loads(str(proposal.properties["payload_json"]))
        assert set(payload) == keys.get(str(proposal.properties["kind"]), set())


def test_models_are_wrong_now_and_then(demo: Drawn) -> None:
    people = demo.people()
    left = {link.source: link.target for link in demo.links["CONCERNING"] if link.properties["role"] == "left"}
    right = {link.source: link.target for link in demo.links["CONCERNING"] if link.properties["role"] == "right"}
    links = [proposal.uid for proposal in demo.of("Proposal") if proposal.properties["kind"] == "IDENTITY_LINK"]
    verdicts = Counter(people[left[uid]].person == people[right[uid]].person for uid in links)
    assert verdicts[True] > verdicts[False] > 0
