// Behaviour scores over time: a bar from zero to the day's mean, a mark at its maximum, wider where more happened.

import { svg } from "./dom.js";
import { day, percent } from "./format.js";

const WIDTH = 720;
const HEIGHT = 140;
const LEFT = 34;
const BOTTOM = 20;
const TOP = 8;
const DAY_MS = 86_400_000;

export function qdChart(buckets) {
  const times = buckets.map((bucket) => Date.parse(bucket.startsAt));
  const start = times[0];
  const span = Math.max(times[times.length - 1] - start + DAY_MS, 14 * DAY_MS); // a single day is not a wall
  const x = (time) => LEFT + ((time - start) / span) * (WIDTH - LEFT);
  const y = (score) => TOP + (1 - score) * (HEIGHT - TOP - BOTTOM);
  const width = Math.max(3, Math.min(14, (DAY_MS / span) * (WIDTH - LEFT) - 1));
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": told(buckets) },
    [0, 0.5, 1].map((score) => gridLine(score, y(score))),
    buckets.map((bucket, place) => bar(bucket, x(times[place]), y, width)),
    svg("text", { x: LEFT, y: HEIGHT - 4 }, day(buckets[0].startsAt)),
    svg("text", { x: WIDTH, y: HEIGHT - 4, "text-anchor": "end" }, day(new Date(start + span - DAY_MS).toISOString())),
  );
}

const told = (buckets) => {
  const events = buckets.reduce((sum, bucket) => sum + bucket.eventCount, 0);
  return `${events} events on ${buckets.length} days; highest ${percent(Math.max(...buckets.map((bucket) => bucket.maxScore)))}`;
};

const gridLine = (score, at) => [
  svg("line", { class: "grid", x1: LEFT, x2: WIDTH, y1: at, y2: at }),
  svg("text", { x: LEFT - 4, y: at + 4, "text-anchor": "end" }, percent(score)),
];

const bar = (bucket, x, y, width) =>
  svg(
    "g",
    {},
    svg("title", {}, `${day(bucket.startsAt)}: mean ${percent(bucket.meanScore)}, highest ${percent(bucket.maxScore)}, ${bucket.eventCount} events`),
    svg("rect", { class: "mean", x, y: y(bucket.meanScore), width, height: y(0) - y(bucket.meanScore) }),
    svg("line", { class: "highest", x1: x, x2: x + width, y1: y(bucket.maxScore), y2: y(bucket.maxScore) }),
  );
