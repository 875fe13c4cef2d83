import type { Dispatcher } from "undici";

/** What tells an update's time from when it was written: the body of every update of the benchmark has it. */
export interface Told {
  readonly at: number;
}

const query = (more: string): string =>
  `subscription ($id: ID!) { executionEvents(id: $id) { cursor kind path body at closing ${more} } }`;

/**
 * Follows an execution over GraphQL with Server-Sent Events, and calls `onUpdate` with each update. Resolves when the subscription has begun;
 * `ended` resolves when its stream has. `more` is what it asks of each update besides.
 */
export async function followExecution(
  client: Dispatcher,
  {
    url,
    token,
    id,
    more,
  }: { readonly url: string; readonly token: string; readonly id: string; readonly more: string },
  onUpdate: (body: Told) => void,
): Promise<{ readonly ended: Promise<void> }> {
  const { statusCode, body } = await client.request({
    origin: url,
    path: "/graphql",
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "text/event-stream",
    },
    body: JSON.stringify({ query: query(more), variables: { id } }),
    bodyTimeout: 0,
  });
  if (statusCode !== 200) throw new Error(`The subscription got the status ${statusCode}: ${await body.text()}`);
  let text = "";
  const read = async (): Promise<void> => {
    for await (const chunk of body.setEncoding("utf8")) {
      text += chunk as string;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = text.slice(0, end).split("\ndata: ")[1];
        if (data !== undefined && data.startsWith("{")) onUpdate(bodyOf(data));
        text = text.slice(end + 2);
      }
    }
  };
  return { ended: read().catch(() => undefined) };
}

function bodyOf(data: string): Told {
  const { data: found, errors } = JSON.parse(data) as {
    readonly data?: { readonly executionEvents: { readonly body: Told } };
    readonly errors?: unknown;
  };
  if (found === undefined) throw new Error(`An update has errors: ${JSON.stringify(errors)}`);
  return found.executionEvents.body;
}
