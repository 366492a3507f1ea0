// The cards of a client. Each row of the table below is one card: its title, its entries, and how an entry reads.

import { h } from "./dom.js";
import { day, joined, moment, money, percent, words } from "./format.js";
import { sourceDot } from "./source.js";

const edges = (name) => (client) => client[name].edges.map((edge) => ({ ...edge.node, edge, provenance: edge.provenance }));
const list = (name) => (client) => client[name];

const CARDS = [
  ["Risks", list("riskSignals"), (risk) => [joined(words(risk.kind), words(risk.severity)), joined(risk.reason, day(risk.detectedAt))], "warning"],
  ["Next actions", list("nextActions"), (action) => [action.title, joined(action.reason, percent(action.confidence), words(action.state))]],
  ["Tasks", edges("tasks"), (task) => [task.title, joined(task.dueAt && `due ${day(task.dueAt)}`, words(task.priority), task.assignee?.name)]],
  ["Reminders", edges("reminders"), (reminder) => [reminder.text, joined(moment(reminder.remindAt), words(reminder.channel), words(reminder.state))]],
  ["Contact", edges("contactPoints"), (point) => [point.value, joined(words(point.kind), point.isPrimary && "primary", point.isShared && "shared with others")]],
  ["Names", list("names"), (name) => [name.value, ""]],
  ["Opportunities", edges("opportunities"), (deal) => [deal.title, joined(words(deal.stage), money(deal.value), deal.expectedCloseOn && `closes ${day(deal.expectedCloseOn)}`, units(deal.properties))]],
  ["Asks for", edges("requirements"), requirement],
  ["Interests", edges("propertyInterests"), (unit) => [unit.name, joined(words(unit.edge.preference), card(unit), unit.edge.viewedCount && `viewed ${unit.edge.viewedCount}×`, day(unit.edge.lastViewedAt))]],
  ["Proposed units", edges("matches"), match],
  ["Viewings", edges("viewings"), (viewing) => [units(viewing.properties), joined(moment(viewing.occurredAt), words(viewing.state), words(viewing.outcome))]],
  ["Accounts", edges("accounts"), (account) => [account.name, joined(words(account.kind), words(account.edge.role))]],
  ["Household", edges("households"), (household) => [household.name ?? "Household", words(household.edge.role)]],
  ["Consents", list("consents"), (consent) => [joined(words(consent.channel), words(consent.purpose)), words(consent.state)]],
  ["Conflicts", list("conflicts"), conflict, "warning"],
  ["Waiting for review", edges("pendingProposals"), (proposal) => [words(proposal.kind), joined(percent(proposal.confidence), `${words(proposal.riskTier)} risk`, day(proposal.createdAt))]],
  ["Source records", edges("profiles"), (profile) => [joined(profile.sourceSystem, profile.sourceKey), ""]],
  ["Not yet understood", edges("unresolvedColumns"), (cell) => [cell.value, joined(cell.header, `row ${cell.row.number}`)]],
];

export function sections(client) {
  const found = CARDS.map(([title, read, say, kind]) => [title, read(client), say, kind]);
  const silent = found.filter(([, entries]) => entries.length === 0).map(([title]) => title.toLowerCase());
  return [
    found.filter(([, entries]) => entries.length > 0).map((parts) => section(...parts)),
    client.attribution && attribution(client.attribution),
    silent.length > 0 && h("p", { class: "quiet silent" }, `Nothing recorded: ${silent.join(", ")}.`),
  ];
}

const section = (title, entries, say, kind = "") =>
  h("section", { class: `card ${kind}` }, h("h2", {}, title, h("span", { class: "count" }, String(entries.length))), h("ul", {}, entries.map((entry) => line(entry, say))));

function line(entry, say) {
  const [text, detail, ...more] = say(entry);
  return h("li", {}, h("span", { class: "fact" }, text || "—", sourceDot(entry.provenance)), detail && h("span", { class: "quiet" }, detail), more);
}

const units = (properties) => (properties ?? []).map((property) => property.name).join(", ");
const card = (unit) => joined(unit.bedrooms && `${unit.bedrooms} bed`, unit.areaSqm && `${Math.round(unit.areaSqm)} m²`, money(unit.price));

function requirement(wish) {
  const budget = [money(wish.budgetMin), money(wish.budgetMax)].filter(Boolean).join(" to ");
  const wanted = joined(wish.bedroomsMin && `${wish.bedroomsMin}+ bed`, wish.kinds.map(words).join(", "), wish.areas.join(", "));
  const more = [wish.mustHaves.length && `must: ${wish.mustHaves.join(", ")}`, wish.dealBreakers.length && `never: ${wish.dealBreakers.join(", ")}`];
  return [wanted || budget, joined(wish.stated ? "said" : "inferred", wanted && budget, ...more)];
}

function match(found) {
  const tags = [found.reasons.map((reason) => tag(reason, "good")), found.constraintsViolated.map((reason) => tag(reason, "bad"))];
  return [found.property.name, joined(`${percent(found.probability)} likely`, words(found.state), card(found.property)), h("span", { class: "tags" }, tags)];
}

const tag = (reason, kind) => h("span", { class: `tag ${kind}` }, reason.text);

function conflict({ field, values }) {
  return [words(field), "", h("ul", { class: "values" }, values.map(({ value, provenance }) => h("li", {}, value, sourceDot(provenance))))];
}

const attribution = ({ firstTouch, lastTouch, touchCount }) =>
  h(
    "section",
    { class: "card" },
    h("h2", {}, "Came through", h("span", { class: "count" }, String(touchCount))),
    h("ul", {}, [["first", firstTouch], ["last", lastTouch]].map(([order, touch]) => h("li", {}, h("span", { class: "fact" }, touch.campaign.name), h("span", { class: "quiet" }, `${order}, ${day(touch.occurredAt)}`)))),
  );
