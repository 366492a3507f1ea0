// Building pages. Values of clients only ever become text nodes, so no value can become markup.

const SVG = "http://www.w3.org/2000/svg";

export const h = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);

export const svg = (tag, properties = {}, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

export function show(place, ...children) {
  place.replaceChildren(...children.flat(Infinity).filter(isThere));
}

const isThere = (child) => child !== null && child !== undefined && child !== false;

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (!isThere(value)) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(isThere));
  return element;
}
