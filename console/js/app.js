// Which page is shown, and what happens when something goes wrong.

import { Refused, signOut, token } from "./ask.js";
import { showClient } from "./client.js";
import { showClients, showHits } from "./clients.js";
import { h, show } from "./dom.js";
import { showSignIn } from "./signin.js";
import { hideSource } from "./source.js";

const page = document.getElementById("page");
const search = document.getElementById("search");
const leave = document.getElementById("sign-out");
let turn = 0;

async function route() {
  const mine = ++turn;
  hideSource();
  leave.hidden = !token();
  if (!token()) return showSignIn(page, route);
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  const [, kind, id] = path.split("/");
  const options = new URLSearchParams(query);
  search.text.value = options.get("text") ?? "";
  page.setAttribute("aria-busy", "true");
  try {
    const content = await contents(kind, decodeURIComponent(id ?? ""), options);
    if (mine === turn) show(page, content); // a later click was faster
  } catch (error) {
    if (mine === turn) fail(error);
  } finally {
    page.removeAttribute("aria-busy");
  }
}

const contents = (kind, id, options) =>
  kind === "client" ? showClient(id, options) : options.get("text") ? showHits(options.get("text")) : showClients(options);

function fail(error) {
  if (error instanceof Refused && error.code === "unauthenticated") {
    signOut();
    leave.hidden = true;
    return showSignIn(page, route, error.message);
  }
  const number = error.requestId ? `Request ${error.requestId}` : "";
  show(page, h("section", { class: "failure", role: "alert" }, h("h1", {}, error.message), h("p", {}, error.hint ?? ""), h("p", { class: "quiet" }, number)));
}

search.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = search.text.value.trim();
  location.hash = text ? `#/?${new URLSearchParams({ text })}` : "#/";
});
leave.addEventListener("click", () => {
  signOut();
  route();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) {
    event.preventDefault();
    search.text.focus();
  }
});
addEventListener("hashchange", route);
route();
