"""What an accepted proposal changes: pure, and the only maker of decided provenance besides the import's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise, product
from typing import Final

import msgspec

from graph_schema.changes import EntityWrite, LinkWrite
from graph_schema.errors import Conflict, InputRefused
from graph_schema.folding import fold
from graph_schema.ids import Prefix, stable_id
from graph_schema.lifecycle import TaskState
from graph_schema.natural_keys import fact_uid, person_name_uid
from graph_schema.proposals import Decision, ProposalKind, Verdict
from graph_schema.provenance import Provenance
from graph_schema.values import Properties
from review.identity.membership import Pair, Standing, barred

DAYS_FOR_A_TASK: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A subject of a proposal as the gate sees it: the record that stands for it, and the client behind that record."""

    uid: str
    role: str
    label: str
    profile: str | None
    client: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that an effect depends on."""

    kind: ProposalKind
    proposal: str
    title: str
    confidence: float
    payload_json: str
    anchors: tuple[Anchor, ...]
    standing: Standing
    model_run: str | None = None

    def people(self) -> tuple[Anchor, ...]:
        """The subjects that are people, in the order of their roles."""
        return tuple(anchor for anchor in self.anchors if anchor.profile)

    def one_profile(self) -> str:
        """The record that a fact about the person hangs on."""
        found = next((anchor.profile for anchor in self.people()), None)
        if found is None:
            raise Conflict(f"{self.proposal} concerns nobody any more", hint="withdraw it")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What is put: decisions between records, and plain facts. `profiles` are all records that something was hung on."""

    same: tuple[Pair, ...] = ()
    barred: tuple[Pair, ...] = ()
    entities: tuple[EntityWrite, ...] = ()
    links: tuple[LinkWrite, ...] = ()

    @property
    def profiles(self) -> tuple[str, ...]:
        """The records that a later undo has to look at."""
        ends = {pair.left for pair in (*self.same, *self.barred)} | {pair.right for pair in (*self.same, *self.barred)}
        return tuple(sorted(ends | {link.source for link in self.links if link.source.startswith("prf_")}))


Maker = Callable[[Case, Decision], Effect]
NOTHING: Final = Effect()


def effect_of(case: Case, decision: Decision) -> Effect:
    """What this decision puts into the graph.

    Raises:
        Conflict: the subjects are no longer there, or already one client.
        InputRefused: the proposal or the edit lacks a value that its kind needs.
    """
    match decision.verdict:
        case Verdict.REJECT | Verdict.UNSURE | Verdict.UNDO:
            return NOTHING
        case Verdict.SAME:
            return _same(case, decision)
        case Verdict.NOT_SAME:
            return _not_same(case, decision, "")
        case Verdict.SAME_HOUSEHOLD:
            return _household(case, decision)
        case Verdict.ACCEPT | Verdict.EDIT:
            return _ACCEPTED[case.kind](case, decision)


def _same(case: Case, decision: Decision) -> Effect:
    people = _two_or_more(case)
    pairs = tuple(_pair(left, right, case, decision) for left, right in pairwise(people))
    for bar in case.standing.barred:
        if any(bar.ends == pair.ends for pair in pairs):
            raise barred(bar, "of themselves")
    links = tuple(_link("SAME_AS", pair.left, pair.right, case, decision) for pair in pairs)
    return Effect(same=pairs, links=links)


def _not_same(case: Case, decision: Decision, reason: str) -> Effect:
    people = _two_or_more(case)
    for left, right in combinations(people, 2):
        if left.client == right.client:
            raise Conflict(
                f"{left.uid} and {right.uid} are one client ({left.client}) now",
                hint="propose a split that says which records are whose",
            )
    pairs = tuple(_pair(left, right, case, decision) for left, right in combinations(people, 2))
    said: Properties = {"reason": reason or (decision.reason.value if decision.reason else "")}
    return Effect(barred=pairs, links=tuple(_link("NOT_SAME", pair.left, pair.right, case, decision, said) for pair in pairs))


def _join(case: Case, decision: Decision) -> Effect:
    """A record that fits several joins the one that a person chose."""
    arrived = next((anchor for anchor in case.people() if anchor.role == "arrived"), None)
    candidates = {anchor.profile: anchor for anchor in case.people() if anchor.role != "arrived"}
    if arrived is None or not candidates:
        raise Conflict(f"{case.proposal} no longer concerns two records", hint="withdraw it")
    only = next(iter(candidates)) if len(candidates) == 1 else None
    chosen = candidates.get(_values(decision.edit_json or "{}").get("profile") or only)
    if chosen is None:
        raise InputRefused(
            f"{case.proposal} fits {len(candidates)} records, and it is not said which",
            hint=f'decide EDIT with {{"profile": …}}, one of {", ".join(sorted(map(str, candidates)))}',
        )
    pair = _pair(arrived, chosen, case, decision)
    return Effect(same=(pair,), links=(_link("SAME_AS", pair.left, pair.right, case, decision),))


def _household(case: Case, decision: Decision) -> Effect:
    """Two people who decide together are two people: a household goes with a NOT_SAME."""
    apart = _not_same(case, decision, "household")
    people = _two_or_more(case)
    profiles = sorted(str(anchor.profile) for anchor in people)
    household = stable_id(Prefix.HOUSEHOLD, *profiles)
    role: Properties = {"role": "member"}
    return Effect(
        barred=apart.barred,
        entities=(EntityWrite("Household", household, {"name": _values(case.payload_json).get("name") or "Household"}),),
        links=(*apart.links, *(_link("MEMBER_OF", profile, household, case, decision, role) for profile in profiles)),
    )


def _split(case: Case, decision: Decision) -> Effect:
    """Every record that leaves against every record that stays: cut apart, and kept apart until somebody takes it back."""
    leaving = tuple(_list(case.payload_json, "profiles"))
    clients = {member.client for member in case.standing.members if member.profile in leaving}
    staying = tuple(m.profile for m in case.standing.members if m.profile not in leaving and m.client in clients)
    if len(clients) != 1 or not staying:
        raise Conflict("a split takes some records out of one client and leaves some", hint="look at the client again")
    pairs = tuple(
        Pair(left, right, decision.uid, decision.decided_at, confidence=1.0)
        for left, right in product(sorted(leaving), sorted(staying))
    )
    said: Properties = {"reason": "split"}
    return Effect(barred=pairs, links=tuple(_link("NOT_SAME", pair.left, pair.right, case, decision, said) for pair in pairs))


def _match(case: Case, decision: Decision) -> Effect:
    unit = next((anchor.uid for anchor in case.anchors if anchor.label == "Property"), None)
    if unit is None:
        raise Conflict(f"{case.proposal} names no property", hint="withdraw it")
    said: Properties = {"preference": "POSSIBILITY"}
    return Effect(links=(_link("INTERESTED_IN", case.one_profile(), unit, case, decision, said),))


def _fact(case: Case, decision: Decision) -> Effect:
    edited, proposed = _values(decision.edit_json or "{}"), _values(case.payload_json)
    field, value = proposed.get("field", ""), edited.get("value") or proposed.get("value", "")
    if not (field and value):
        raise InputRefused(
            f"{case.proposal} does not say which value of {field or 'which field'} is right",
            hint='decide EDIT with {"value": …}, one of the values that the proposal shows',
        )
    node, type_ = fact_node(field, value)
    return Effect(entities=(node,), links=(_link(type_, case.one_profile(), node.uid, case, decision),))


def fact_node(field: str, value: str) -> tuple[EntityWrite, str]:
    """The node of a plain value and the type of the edge that states it; a name is a name, all else a fact."""
    if field != "name":
        return EntityWrite("Fact", fact_uid(field, value), {"field": field, "value": value}), "STATES"
    folded = fold(value)
    return EntityWrite("PersonName", person_name_uid(value), {"value": value, "folded": folded, "search_text": folded}), "NAMED"


def _task(case: Case, decision: Decision) -> Effect:
    edited, proposed = _values(decision.edit_json or "{}"), _values(case.payload_json)
    due = edited.get("due_at") or proposed.get("due_at")
    properties: Properties = {
        "title": edited.get("title") or proposed.get("title") or case.title,
        "due_at": datetime.fromisoformat(due) if due else decision.decided_at + DAYS_FOR_A_TASK,
        "priority": edited.get("priority") or proposed.get("priority") or "NORMAL",
        "state": TaskState.OPEN.value,
        "proposed_by": case.proposal,
        "version": 1,
    }
    uid = stable_id(Prefix.TASK, decision.uid)
    return Effect(
        entities=(EntityWrite("Task", uid, properties),), links=(_link("HAS_TASK", case.one_profile(), uid, case, decision),)
    )


def _forgotten(_: Case, __: Decision) -> Effect:
    """An erasure adds nothing: what it takes is carried out by `forgetting.execute_erasure`, by the hash of its plan."""
    return NOTHING


def _elsewhere(case: Case, _: Decision) -> Effect:
    raise InputRefused(f"a {case.kind.value} is not accepted here", hint=_WHERE[case.kind])


_WHERE: Final = {
    ProposalKind.MAPPING: "a mapping is approved with the import that it belongs to",
    ProposalKind.IMPORT_PLAN: "a plan is approved with the import that it belongs to",
}


_ACCEPTED: Final[Mapping[ProposalKind, Maker]] = {
    ProposalKind.IDENTITY_LINK: _same,
    ProposalKind.MERGE: _same,
    ProposalKind.HOUSEHOLD: _household,
    ProposalKind.SPLIT: _split,
    ProposalKind.PROPERTY_MATCH: _match,
    ProposalKind.FACT_WRITEBACK: _fact,
    ProposalKind.FIELD_CONFLICT: _fact,
    ProposalKind.TASK: _task,
    ProposalKind.AMBIGUOUS_JOIN: _join,
    ProposalKind.ERASURE: _forgotten,
    ProposalKind.MAPPING: _elsewhere,
    ProposalKind.IMPORT_PLAN: _elsewhere,
}


def _two_or_more(case: Case) -> tuple[Anchor, ...]:
    people = case.people()
    if len(people) < 2:
        raise Conflict(f"{case.proposal} no longer concerns two records", hint="withdraw it")
    return people


def _pair(left: Anchor, right: Anchor, case: Case, decision: Decision) -> Pair:
    return Pair(str(left.profile), str(right.profile), decision.uid, decision.decided_at, confidence=case.confidence)


def _link(  # noqa: PLR0917 - an edge reads as type, source, target
    type_: str, source: str, target: str, case: Case, decision: Decision, properties: Properties | None = None
) -> LinkWrite:
    provenance = Provenance.decided(
        system="velocity",
        method=f"{case.kind.value.lower()}/1",
        actor=decision.decided_by.id,
        decision=decision.uid,
        recorded_at=decision.decided_at,
        confidence=case.confidence,
        model_run=case.model_run,
    )
    return LinkWrite(type_, source, target, provenance, properties or {}, (decision.uid,))


def _values(json: str) -> dict[str, str]:
    """The plain texts of a payload; other values are left out."""
    found: dict[str, object] = msgspec.json.decode(json, type=dict[str, object])
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _list(json: str, name: str) -> list[str]:
    value = msgspec.json.decode(json, type=dict[str, object]).get(name, [])
    return [str(entry) for entry in value] if isinstance(value, list) else []
