"""A machine that proposes, decides, splits, edits, imports, forgets and takes back at random, beside a model without a graph.

The model keeps the set of decisions that stand and finds who is whom by brute force. The laws: the graph says what the model
says; the same standing set has the same hash, however it was reached; a refusal changes nothing; records never change; nobody
decides what they proposed, or had proposed. Forgetting cannot be taken back: hashes are compared between two of them.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from cypher.graph_hash import graph_hash
from cypher.store import GraphStore
from graph_schema.actors import Actor, ActorKind, Role
from graph_schema.errors import Barred, Conflict, NotAllowed, OwnProposal
from graph_schema.natural_keys import profile_uid
from graph_schema.proposals import ProposalKind, Verdict
from review.daily import update_fields
from tests.support.builders import NOW, a_person, put
from tests.support.erasing import erase
from tests.support.graph import clear, lawful
from tests.support.reviewing import NEMO, RITA, clients, decide, decide_fully, propose, undo

PEOPLE: Final = 6
LEAST_CLIENTS: Final = 4
LATER: Final = ("late", "later")
KINDS: Final = (ProposalKind.IDENTITY_LINK, ProposalKind.MERGE)
FIELDS: Final = ("name", "job_title", "birth_date")
VERDICTS: Final = (Verdict.SAME, Verdict.SAME, Verdict.NOT_SAME, Verdict.SAME_HOUSEHOLD)
# Who proposed, on whose behalf, an agent and a model of others: whatever their roles, none of them decides.
NEVER: Final = (
    replace(NEMO, roles=frozenset(Role)),
    Actor("nadia", ActorKind.HUMAN, frozenset(Role), "Nadia", signed_in_at=NOW),
    Actor("another agent", ActorKind.AGENT, frozenset(Role), delegated_by="rita", signed_in_at=NOW),
    Actor("a model", ActorKind.MODEL, frozenset(Role), signed_in_at=NOW),
)
EVERY: Final = 10

Standing = frozenset[tuple[str, str, frozenset[str]]]


class IdentityMachine(RuleBasedStateMachine):
    """One graph, one model. `store` is set on a subclass by the test."""

    store: GraphStore
    decisions = Bundle("decisions")

    def __init__(self) -> None:
        super().__init__()
        self.people: list[str] = []
        self.standing: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
        self.proposed: dict[str, str] = {}
        self.subjects: dict[str, frozenset[str]] = {}
        self.forgotten: list[str] = []
        self.edits: dict[str, tuple[str, frozenset[str]]] = {}
        self.edited = 0
        self.hashes: dict[tuple[object, ...], str] = {}
        self.records: dict[str, str] = {}
        self.steps = 0

    @initialize()
    def begin(self) -> None:
        """Six people of two sources, in a graph of their own."""
        clear(self.store)
        for number in range(PEOPLE):
            self._arrive(f"p{number}")

    @rule(key=st.sampled_from(LATER))
    def import_another(self, key: str) -> None:
        """A record arrives, or arrives again."""
        self._arrive(key)

    @rule(data=st.data(), kind=st.sampled_from(KINDS), verdict=st.sampled_from(VERDICTS), target=decisions)
    def decide(self, data: st.DataObject, kind: ProposalKind, verdict: Verdict) -> object:
        """Two records, one verdict."""
        left, right = data.draw(st.sampled_from(list(combinations(sorted(self.people), 2))))
        told = "HOUSEHOLD" if verdict is Verdict.SAME_HOUSEHOLD else kind.value
        link = ("SAME_AS" if verdict is Verdict.SAME else "NOT_SAME", told, frozenset((left, right)))
        return self._try(kind, (left, right), verdict, [link], None)

    @rule(data=st.data(), target=decisions)
    def split(self, data: st.DataObject) -> object:
        """Some records leave their client."""
        groups = [group for group in self._groups() if len(group) > 1]
        if not groups:
            return multiple()
        group = sorted(data.draw(st.sampled_from(sorted(groups, key=sorted))))
        size = data.draw(st.integers(1, len(group) - 1))
        leaving, staying = group[:size], group[size:]
        links = [("NOT_SAME", "SPLIT", frozenset((a, b))) for a in leaving for b in staying]
        return self._try(ProposalKind.SPLIT, (leaving[0],), Verdict.ACCEPT, links, {"profiles": leaving, "staying": staying})

    @rule(data=st.data(), actor=st.sampled_from(NEVER), verdict=st.sampled_from(VERDICTS))
    def decide_what_one_may_not(self, data: st.DataObject, actor: Actor, verdict: Verdict) -> None:
        """The proposer, the human behind it, any agent and any model are refused, and nothing has happened."""
        left, right = data.draw(st.sampled_from(list(combinations(sorted(self.people), 2))))
        proposal = self._propose(ProposalKind.IDENTITY_LINK, (left, right), None)
        untouched = self._hash()
        with pytest.raises((NotAllowed, OwnProposal, Conflict)):
            decide(self.store, proposal, verdict, actor, now=self._now())
        assert self._hash() == untouched

    @precondition(lambda self: len(self._groups()) >= LEAST_CLIENTS)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """A client is erased: nobody else's records change, and what was decided about others still stands."""
        gone = data.draw(st.sampled_from(sorted(self._groups(), key=sorted)))
        erase(self.store, clients(self.store)[min(gone)])
        self.forgotten += sorted(gone)
        self.people = [person for person in self.people if person not in gone]
        self.records = {person: said for person, said in self.records.items() if person not in gone}
        left = {decision: [link for link in made if not link[2] & gone] for decision, made in self.standing.items()}
        self.standing = {decision: made for decision, made in left.items() if made}
        self.subjects = {proposal: its for proposal, its in self.subjects.items() if not its & gone}
        self.proposed = {
            proposal: decision if decision in self.standing else ""
            for proposal, decision in self.proposed.items()
            if proposal in self.subjects
        }
        self.edits = {value: edit for value, edit in self.edits.items() if not edit[1] & gone}

    @rule(data=st.data(), field=st.sampled_from(FIELDS))
    def edit(self, data: st.DataObject, field: str) -> None:
        """Somebody corrects a client by hand; the value is new each time, so that it can be found again."""
        profile = data.draw(st.sampled_from(sorted(self.people)))
        now = self._now()
        value = f"value {self.steps}"
        client = clients(self.store)[profile]
        mates = {p for p, c in clients(self.store).items() if c == client}
        self.store.write(lambda work: update_fields(work, client, {field: value}, RITA, now))
        self.edits = {v: f for v, f in self.edits.items() if f[0] != field or not f[1] & mates}
        self.edits[value] = (field, frozenset(mates))
        self.edited += 1

    @rule(decision=decisions)
    def take_back(self, decision: str) -> None:
        """Any decision, in any order."""
        before = self.standing.get(decision)
        if before is None:
            return
        untouched = self._hash()
        try:
            undo(self.store, decision, now=self._now())
        except Barred:
            assert not self._possible({d: s for d, s in self.standing.items() if d != decision})
            assert self._hash() == untouched
            return
        del self.standing[decision]
        self.proposed = {p: "" if d == decision else d for p, d in self.proposed.items()}

    @invariant()
    def the_graph_says_what_the_model_says(self) -> None:
        """Who is whom, the hash of what stands, the records."""
        if not self.people:
            return
        found: dict[str, set[str]] = {}
        for profile, client in clients(self.store).items():
            found.setdefault(client, set()).add(profile)
        assert {frozenset(group) for group in found.values()} == self._groups()
        digest = self._hash()
        assert self.hashes.setdefault(self._key(), digest) == digest
        assert self._records() == self.records
        self._every_edit_once_or_one_task()

    @precondition(lambda self: self.steps % EVERY == 0)
    @invariant()
    def the_graph_is_lawful(self) -> None:
        """Every rule of `velocity verify`, now and then: it reads the whole graph."""
        assert lawful(self.store) == []

    def _arrive(self, key: str) -> None:
        system = "crm" if key < "p3" else "portal"
        profile = profile_uid(system, key)
        if profile in self.forgotten:
            return  # an import would be suppressed: tests/graph/test_suppression.py
        put(self.store, a_person(f"Person {key}", system, key))
        if profile not in self.people:
            self.people.append(profile)
        self.records = self._records()

    def _try(
        self,
        kind: ProposalKind,
        subjects: tuple[str, ...],
        verdict: Verdict,
        links: list[tuple[str, str, frozenset[str]]],
        payload: object,
    ) -> object:
        proposal = self._propose(kind, subjects, payload)
        untouched = self._hash()
        try:
            outcome = decide_fully(self.store, proposal, verdict, now=self._now())
        except Conflict:  # any other refusal is a defect
            assert self._hash() == untouched
            return multiple()
        self.standing[outcome.decision] = links
        self.proposed[proposal] = outcome.decision
        assert self._possible(self.standing), "two people became one client against a decision"
        return outcome.decision

    def _propose(self, kind: ProposalKind, subjects: tuple[str, ...], payload: object) -> str:
        proposal = propose(self.store, kind, *subjects, payload=payload, now=NOW)
        self.proposed.setdefault(proposal, "")
        self.subjects[proposal] = frozenset(subjects)
        return proposal

    def _groups(self) -> set[frozenset[str]]:
        """Components by brute force: everybody alone, then join whatever a link that is not cut connects."""
        links = [link for made in self.standing.values() for link in made]
        cut = {ends for type_, _, ends in links if type_ == "NOT_SAME"}
        groups = [{person} for person in self.people]
        for type_, _, ends in links:
            if type_ == "SAME_AS" and ends not in cut:
                joined = [group for group in groups if group & ends]
                groups = [group for group in groups if not group & ends] + [set().union(*joined)]
        return {frozenset(group) for group in groups}

    def _possible(self, standing: dict[str, list[tuple[str, str, frozenset[str]]]]) -> bool:
        kept, self.standing = self.standing, standing
        try:
            groups = self._groups()
        finally:
            self.standing = kept
        apart = [ends for made in standing.values() for type_, _, ends in made if type_ == "NOT_SAME"]
        return not any(ends <= group for ends in apart for group in groups)

    def _every_edit_once_or_one_task(self) -> None:
        """What a person wrote stands in exactly one place, or in exactly one task that asks whose it is."""
        places = self.store.records(
            "MATCH (:Profile)-[e:STATES|NAMED]->(v) WHERE e.prov_origin = 'manual' AND e.retired_at IS NULL "
            "RETURN v.value AS value, count(e) AS places",
            {},
        )
        tasks = self.store.records("MATCH (t:Task) WHERE t.title STARTS WITH 'Whose is this?' RETURN t.title AS title", {})
        found = {str(row["value"]): int(str(row["places"])) for row in places}
        for value in self.edits:
            asked = sum(f": {value} (" in str(task["title"]) for task in tasks)
            assert found.get(value, 0) + asked == 1, f"{value}: {found.get(value, 0)} places, {asked} tasks"

    def _key(self) -> tuple[object, ...]:
        links = sorted((t, k, sorted(e)) for made in self.standing.values() for t, k, e in made)
        states = sorted((proposal, bool(decision) and self._links_of(decision)) for proposal, decision in self.proposed.items())
        return (tuple(sorted(self.people)), len(self.forgotten), repr(links), repr(states), self.edited)

    def _links_of(self, decision: str) -> str:
        return repr(sorted((t, sorted(e)) for t, _, e in self.standing[decision]))

    def _hash(self) -> str:
        return graph_hash(self.store)

    def _records(self) -> dict[str, str]:
        rows = self.store.records(
            "MATCH (p:Profile)-[e]->(t:Entity) WHERE NOT e.prov_origin IN ['decided', 'manual'] AND type(e) <> 'RESOLVES_TO' "
            "RETURN p.uid AS uid, properties(p) AS said, type(e) AS type, t.uid AS target, properties(e) AS edge "
            "ORDER BY uid, type, target",
            {},
        )
        found: dict[str, str] = {}
        for row in rows:
            text = found.get(str(row["uid"]), "") + msgspec.json.encode(row, enc_hook=str, order="sorted").decode()
            found[str(row["uid"])] = hashlib.sha256(text.encode()).hexdigest()
        return found

    def _now(self) -> datetime:
        self.steps += 1
        return NOW + timedelta(seconds=self.steps)
