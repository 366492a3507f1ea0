// The client list: sorted, filtered, page by page; and what a search found.

import { ask } from "./ask.js";
import { h } from "./dom.js";
import { moment, percent } from "./format.js";

const PAGE = 50;
const COLUMNS = [
  ["DISPLAY_NAME", "Client", "ASC"],
  ["LAST_INTERACTION_AT", "Last interaction", "DESC"],
  ["OPEN_TASK_COUNT", "Open tasks", "DESC"],
  ["QD_SCORE", "Interest", "DESC"],
];

export async function showClients(options) {
  const field = options.get("by") ?? "LAST_INTERACTION_AT";
  const direction = options.get("direction") ?? "DESC";
  const hasOpenTasks = options.get("tasks") === "open" ? true : null;
  const variables = { orderBy: { field, direction }, filter: { hasOpenTasks }, first: PAGE, after: options.get("after") };
  const { clients } = await ask("clients", variables);
  const rows = h("tbody", {}, clients.edges.map(({ node }) => clientRow(node)));
  return [
    h("h1", {}, "Clients ", h("span", { class: "count" }, clients.totalCount.toLocaleString())),
    filters(options, hasOpenTasks),
    h("table", { class: "list" }, h("thead", {}, h("tr", {}, COLUMNS.map((column) => sortHeader(column, field, direction, options)), h("th", {}, "Looked after by"))), rows),
    clients.edges.length === 0 && h("p", { class: "quiet" }, "No client fits."),
    clients.pageInfo.hasNextPage && h("p", {}, moreButton(rows, variables, clients.pageInfo.endCursor)),
  ];
}

const filters = (options, isOn) =>
  h("p", { class: "filters" }, h("a", { class: "chip", "aria-pressed": String(Boolean(isOn)), href: link(options, { tasks: isOn ? null : "open", after: null }) }, "with open tasks"));

function sortHeader([field, title, first], current, direction, options) {
  const isCurrent = field === current;
  const next = isCurrent ? (direction === "ASC" ? "DESC" : "ASC") : first;
  const sorted = isCurrent ? (direction === "ASC" ? "ascending" : "descending") : "none";
  return h("th", { "aria-sort": sorted }, h("a", { href: link(options, { by: field, direction: next, after: null }) }, title));
}

function moreButton(rows, variables, after) {
  const button = h("button", {
    type: "button",
    onclick: async () => {
      button.disabled = true;
      const { clients } = await ask("clients", { ...variables, after });
      rows.append(...clients.edges.map(({ node }) => clientRow(node)));
      button.replaceWith(clients.pageInfo.hasNextPage ? moreButton(rows, variables, clients.pageInfo.endCursor) : "");
    },
  }, "Show more");
  return button;
}

const clientRow = (client) =>
  h(
    "tr",
    {},
    h("td", {}, clientLink(client)),
    h("td", {}, moment(client.lastInteractionAt)),
    h("td", { class: "number" }, client.openTaskCount || ""),
    h("td", { class: "number" }, percent(client.qdScore)),
    h("td", {}, client.owner?.name ?? ""),
  );

export async function showHits(text) {
  const { searchClients } = await ask("search_clients", { text, first: 30 });
  const hits = searchClients.edges.map(({ node, matchedOn }) =>
    h("li", {}, clientLink(node), h("span", { class: "quiet" }, matchedOn)),
  );
  return [h("h1", {}, `“${text}”`), hits.length ? h("ol", { class: "hits" }, hits) : h("p", { class: "quiet" }, "Nobody was found.")];
}

const clientLink = (client) => h("a", { href: `#/client/${encodeURIComponent(client.id)}` }, client.displayName);

function link(options, changes) {
  const next = new URLSearchParams(options);
  for (const [name, value] of Object.entries(changes)) value === null ? next.delete(name) : next.set(name, value);
  return `#/?${next}`;
}
