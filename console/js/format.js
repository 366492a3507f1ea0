// Values as people read them.

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const MONTH = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });

// A date without a time is a day on the calendar, wherever the reader is.
export const day = (text) => (text ? DAY.format(new Date(text.length === 10 ? `${text}T00:00` : text)) : "");
export const moment = (text) => (text ? MOMENT.format(new Date(text)) : "");
export const month = (text) => MONTH.format(new Date(text));
export const percent = (number) => (number === null || number === undefined ? "" : `${Math.round(number * 100)} %`);

// QUALIFIED_LEAD -> qualified lead
export const words = (text) => (text ? text.replaceAll("_", " ").toLowerCase() : "");

// Amounts are exact decimals sent as text; only their display is rounded.
export function money(value) {
  if (!value) return "";
  const amount = Number(value.amount);
  const options = { style: "currency", currency: value.currency, maximumFractionDigits: Number.isInteger(amount) ? 0 : 2 };
  return new Intl.NumberFormat(undefined, options).format(amount);
}

export const joined = (...parts) => parts.filter(Boolean).join(" · ");
