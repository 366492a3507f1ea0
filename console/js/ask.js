// The one door to the service: GraphQL by POST, with the documents that the service itself publishes.

const TOKEN = "velocity-token"; // in sessionStorage: gone with the tab
const documents = new Map();

export const token = () => sessionStorage.getItem(TOKEN);
export const signIn = (text) => sessionStorage.setItem(TOKEN, text.trim());
export const signOut = () => sessionStorage.removeItem(TOKEN);

export class Refused extends Error {
  constructor(errors, requestId) {
    super(errors[0].message);
    this.code = errors[0].extensions?.code ?? "bad_request";
    this.hint = errors[0].extensions?.hint ?? "";
    this.requestId = requestId;
  }
}

// The answer's data. What could not be answered is null in it and told in `errors`.
export async function ask(name, variables) {
  const { body, requestId } = await post({ query: await operation(name), variables });
  const errors = body.errors ?? [];
  const isUseless = !body.data || Object.values(body.data).every((value) => value === null);
  if (errors.length && isUseless) throw new Refused(errors, requestId);
  return { ...body.data, errors };
}

export async function post(operation) {
  const headers = { "content-type": "application/json" };
  if (token()) headers.authorization = `Bearer ${token()}`;
  const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(operation), cache: "no-store" });
  const requestId = answer.headers.get("x-request-id");
  const roundTrips = answer.headers.get("x-velocity-round-trips");
  return { body: await answer.json(), status: answer.status, requestId, roundTrips };
}

// A document with the fragments that it spreads, and those that they spread.
export async function operation(name) {
  let text = await document_(name);
  const fragments = (await document_("fragments")).split(/\n(?=fragment )/);
  for (let added = true; added; ) {
    added = false;
    for (const fragment of fragments) {
      const [, known] = /fragment (\w+)/.exec(fragment) ?? [];
      if (!known || !text.includes(`...${known}`) || text.includes(`fragment ${known} `)) continue;
      text += `\n${fragment}`;
      added = true;
    }
  }
  return text;
}

async function document_(name) {
  if (!documents.has(name)) {
    const answer = await fetch(`/operations/${name}.graphql`);
    if (!answer.ok) throw new Error(`there is no document ${name}`);
    documents.set(name, await answer.text());
  }
  return documents.get(name);
}
