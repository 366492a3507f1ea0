// Who are you? The token stays in this tab.

import { signIn } from "./ask.js";
import { h, show } from "./dom.js";

export function showSignIn(page, then, problem = "") {
  const field = h("input", { name: "token", type: "password", required: true, autocomplete: "off", spellcheck: "false" });
  const form = h(
    "form",
    {
      class: "sign-in",
      onsubmit: (event) => {
        event.preventDefault();
        signIn(field.value);
        then();
      },
    },
    h("h1", {}, "Sign in"),
    problem && h("p", { class: "problem", role: "alert" }, problem),
    h("label", {}, "Token", field),
    h("p", { class: "quiet" }, "On the machine that runs the service, ", h("code", {}, "velocity status"), " names the file with a token."),
    h("button", { type: "submit" }, "Sign in"),
  );
  show(page, form);
  field.focus();
}
