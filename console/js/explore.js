// A document, its variables, the answer: for engineers who try something out.

import { operation, post, signIn, token } from "./ask.js";
import { h, show } from "./dom.js";

const NAMES = ["search_clients", "clients", "client_360", "neighbourhood"];
const FIRST = { search_clients: { text: "leila" }, clients: { first: 5 }, client_360: { id: "cli_…" }, neighbourhood: { id: "cli_…" } };

const secret = h("input", { type: "password", placeholder: "token", "aria-label": "Token", autocomplete: "off", value: token() ?? "", onchange: () => signIn(secret.value) });
const choice = h("select", { "aria-label": "Document", onchange: () => load(choice.value) }, NAMES.map((name) => h("option", {}, name)));
const document_ = h("textarea", { "aria-label": "Document", spellcheck: "false", rows: 22 });
const variables = h("textarea", { "aria-label": "Variables as JSON", spellcheck: "false", rows: 5 });
const facts = h("p", { class: "quiet", role: "status" }, "Ctrl-Enter sends.");
const answer = h("pre", { class: "answer", tabindex: "0" });

async function load(name) {
  document_.value = await operation(name);
  variables.value = JSON.stringify(FIRST[name], null, 2);
}

async function send() {
  const began = performance.now();
  try {
    const given = JSON.parse(variables.value || "{}");
    const { body, status, requestId, roundTrips } = await post({ query: document_.value, variables: given, operationName: lone(document_.value) });
    const took = Math.round(performance.now() - began);
    facts.textContent = `${status}, ${took} ms, ${roundTrips ?? "?"} round trips to the database, request ${requestId}`;
    answer.textContent = JSON.stringify(body, null, 2);
  } catch (error) {
    facts.textContent = error.message;
  }
}

// A file may hold several operations; the first is sent.
const lone = (text) => /\b(?:query|mutation)\s+(\w+)/.exec(text)?.[1];

document.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && send());
show(
  document.getElementById("page"),
  h(
    "div",
    { class: "explorer" },
    h("div", {}, h("form", { class: "filters", onsubmit: (event) => event.preventDefault() }, secret, choice, h("button", { type: "button", onclick: send }, "Send")), document_, variables),
    h("div", {}, facts, answer),
  ),
);
load(NAMES[0]);
