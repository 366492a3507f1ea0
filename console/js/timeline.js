// What happened, newest first, by month; kinds can be taken out.

import { h } from "./dom.js";
import { joined, moment, month, percent, words } from "./format.js";
import { sourceDot } from "./source.js";

const MORE = 150;
const MOST = 200;
const KINDS = { Interaction: "interactions", QDEvent: "interest", CampaignTouch: "campaigns", StageChange: "deals", DecisionEvent: "decisions" };

const SAY = {
  Interaction: (item) => [words(item.kind) || "interaction", joined(item.direction !== "NONE" && words(item.direction), words(item.channel), names(item.properties), item.transcript && `transcript ${item.transcript.language ?? ""}`), item.summary],
  QDEvent: (item) => [`showed ${words(item.signal)}`, joined(percent(item.score), item.property?.name, item.session)],
  CampaignTouch: (item) => [item.campaign.name ?? "campaign", words(item.touchKind)],
  StageChange: (item) => [item.opportunity?.title ?? "deal", `${words(item.fromStage) || "new"} → ${words(item.toStage)}`],
  DecisionEvent: (item) => [`${words(item.decision.verdict)} ${words(item.decision.kind)}`, item.decision.decidedBy?.name ?? ""],
};

const names = (properties) => (properties ?? []).map((property) => property.name).join(", ");

export function timeline(connection, id, options) {
  const body = h("div", {}, months(connection.edges));
  const present = Object.keys(KINDS).filter((kind) => connection.edges.some(({ node }) => node.__typename === kind));
  return h(
    "section",
    { class: "timeline" },
    h("h2", {}, "Timeline"),
    present.length > 1 && h("p", { class: "filters" }, present.map((kind) => chip(kind, body))),
    connection.edges.length ? body : h("p", { class: "quiet" }, "Nothing has happened yet."),
    connection.pageInfo.hasNextPage && more(id, options, connection.edges.length),
  );
}

function chip(kind, body) {
  const button = h("button", {
    class: "chip",
    type: "button",
    "aria-pressed": "true",
    onclick: () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      for (const item of body.querySelectorAll(`[data-kind=${kind}]`)) item.hidden = !isOn;
    },
  }, KINDS[kind]);
  return button;
}

function months(items) {
  const groups = new Map();
  for (const item of items) {
    const title = month(item.node.occurredAt);
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return [...groups].map(([title, group]) => [h("h3", {}, title), h("ol", {}, group.map(entry))]);
}

function entry({ node, provenance }) {
  const [text, detail, summary] = SAY[node.__typename]?.(node) ?? [words(node.__typename), ""];
  return h(
    "li",
    { "data-kind": node.__typename },
    h("time", { datetime: node.occurredAt }, moment(node.occurredAt)),
    h("span", { class: "fact" }, text, sourceDot(provenance)),
    detail && h("span", { class: "quiet" }, detail),
    summary && h("p", {}, summary),
  );
}

function more(id, options, shown) {
  if (shown >= MOST) return h("p", { class: "quiet" }, `The latest ${shown} are shown.`);
  const next = new URLSearchParams(options);
  next.set("shown", Math.min(MOST, shown + MORE));
  return h("p", {}, h("a", { href: `#/client/${encodeURIComponent(id)}?${next}` }, "Show more"));
}
