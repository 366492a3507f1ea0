// One client: everything known, each fact with its source, now or as believed at a moment.

import { ask } from "./ask.js";
import { qdChart } from "./chart.js";
import { h } from "./dom.js";
import { joined, moment, percent } from "./format.js";
import { sections } from "./sections.js";
import { timeline } from "./timeline.js";

export async function showClient(id, options) {
  const knownAt = options.get("knownAt");
  const variables = { id, knownAt, validAt: knownAt, first: 50, timelineFirst: Number(options.get("shown") ?? 50) };
  const { client, errors } = await ask("client_360", variables);
  if (!client) return h("p", { class: "quiet" }, `Nobody is known as ${id}${knownAt ? ` on ${moment(knownAt)}` : ""}.`);
  document.title = `${client.displayName} – Velocity`;
  return [
    head(client, id, knownAt),
    errors.length > 0 && h("p", { class: "problem", role: "alert" }, `Parts could not be read: ${errors[0].message}`),
    h(
      "div",
      { class: "dossier" },
      h("div", {}, chartSection(client.qdTimeline), timeline(client.timeline, id, options)),
      h("div", { class: "cards" }, sections(client)),
    ),
  ];
}

const head = (client, asked, knownAt) =>
  h(
    "div",
    { class: "head" },
    h(
      "div",
      {},
      h("h1", {}, client.displayName),
      h("p", { class: "quiet" }, h("code", {}, client.id), ` ${joined(records(client), client.identityConfidence !== null && `identity ${percent(client.identityConfidence)} sure`)}`),
      client.resolvedFrom && h("p", { class: "note" }, "You asked for ", h("code", {}, asked), ", which has been merged into this client."),
    ),
    asBelieved(client, knownAt),
  );

const records = ({ profiles }) => `${profiles.edges.length} source record${profiles.edges.length === 1 ? "" : "s"}`;

function asBelieved(client, knownAt) {
  const field = h("input", { type: "datetime-local", name: "moment", value: knownAt ? local(knownAt) : "", "aria-label": "As believed at" });
  const go = (moment_) => {
    location.hash = `#/client/${encodeURIComponent(client.id)}${moment_ ? `?${new URLSearchParams({ knownAt: moment_ })}` : ""}`;
  };
  const submit = (event) => {
    event.preventDefault();
    go(field.value && new Date(field.value).toISOString());
  };
  return h(
    "form",
    { class: `as-of${knownAt ? " past" : ""}`, onsubmit: submit },
    h("label", {}, knownAt ? "As believed at " : "Now. As believed at ", field),
    h("button", { type: "submit" }, "Show"),
    knownAt && h("button", { type: "button", onclick: () => go(null) }, "Back to now"),
  );
}

// What `datetime-local` wants: this person's clock, without a zone.
function local(text) {
  const date = new Date(text);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const chartSection = (buckets) => buckets.length > 0 && h("section", { class: "chart" }, h("h2", {}, "Interest shown"), qdChart(buckets));
