// Where a fact comes from: a dot beside it that tells on hover or focus, and stays on click.

import { h, show } from "./dom.js";
import { joined, moment, percent, words } from "./format.js";

const card = document.body.appendChild(h("aside", { class: "source-card", hidden: true, "aria-live": "polite" }));
let pinned = null;

export function sourceDot(provenance) {
  if (!provenance) return null;
  const dot = h("button", {
    class: `source ${provenance.origin.toLowerCase()}${provenance.confidence < 1 ? " unsure" : ""}`,
    type: "button",
    "aria-label": `Source: ${summary(provenance)}`,
    onmouseenter: () => pinned || open(dot, provenance),
    onfocus: () => pinned || open(dot, provenance),
    onmouseleave: () => pinned || hideSource(),
    onblur: () => pinned || hideSource(),
    onclick: (event) => {
      event.stopPropagation();
      const again = pinned === dot;
      hideSource();
      if (again) return;
      pinned = dot;
      open(dot, provenance);
    },
  });
  return dot;
}

export function hideSource() {
  pinned = null;
  card.hidden = true;
}

const summary = (source) => joined(words(source.origin), source.system, source.batch?.fileName, source.row && `row ${source.row.number}`);

function open(dot, source) {
  show(card, h("h3", {}, words(source.origin), source.confidence < 1 && h("span", { class: "tag" }, percent(source.confidence))), h("dl", {}, rows(source)));
  card.hidden = false;
  const place = dot.getBoundingClientRect();
  const left = Math.min(place.left, innerWidth - card.offsetWidth - 12);
  const isLow = place.bottom + card.offsetHeight + 12 > innerHeight;
  card.style.left = `${Math.max(12, left) + scrollX}px`;
  card.style.top = `${(isLow ? place.top - card.offsetHeight - 6 : place.bottom + 6) + scrollY}px`;
}

const rows = (source) =>
  [
    ["file", source.batch?.fileName ?? source.batch?.id],
    ["row", source.row?.number],
    ["column", source.column],
    ["system", source.system],
    ["by", source.actor],
    ["method", source.method],
    ["recorded", moment(source.recordedAt)],
    ["true from", moment(source.validFrom)],
    ["true until", moment(source.validTo)],
    ["no longer believed", moment(source.retiredAt)],
    ["decision", source.decision?.id],
    ["model run", source.modelRun?.id],
  ]
    .filter(([, value]) => value)
    .map(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]);

document.addEventListener("click", (event) => card.contains(event.target) || hideSource());
document.addEventListener("keydown", (event) => event.key === "Escape" && hideSource());
