import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "graphql-ws";
import type { GraphqlClient } from "./graphql-client.ts";

export type ExecutionUpdate = {
  readonly cursor: string;
  readonly kind: "STATUS" | "STEP" | "ATTEMPT" | "LOG";
  readonly path: string | null;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly at: string;
  readonly closing: boolean;
};

const SUBSCRIPTION = `subscription ($executionId: ID!, $after: String) {
  executionEvents(executionId: $executionId, after: $after) { cursor kind path body at closing }
}`;

type Answer = { readonly executionEvents: ExecutionUpdate };

const GIVE_UP_AFTER_MS = 60_000;

/**
 * Gives every update of an execution once and in order, up to the closing one. After a broken connection it continues after the last
 * cursor (I7). Throws if the API does not answer for a minute.
 */
export async function* followExecution(
  api: GraphqlClient,
  executionId: string,
  onReconnect: () => void,
  signal?: AbortSignal,
): AsyncGenerator<ExecutionUpdate> {
  let after: string | undefined;
  let heard = Date.now();
  for (;;) {
    const client = createClient({
      url: `${api.apiUrl.replace(/^http/, "ws")}/graphql`,
      connectionParams: { authorization: `Bearer ${api.token}` },
      // The client's own retry would begin at the first cursor again.
      retryAttempts: 0,
    });
    const end = (): void => void client.dispose();
    signal?.addEventListener("abort", end, { once: true });
    try {
      const request = { query: SUBSCRIPTION, variables: { executionId, after } };
      const answers = client.iterate<Answer>(request);
      for await (const { data, errors } of answers) {
        if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join("; "));
        if (!data) continue;
        const update = data.executionEvents;
        after = update.cursor;
        heard = Date.now();
        yield update;
        if (update.closing) return;
      }
    } catch (error) {
      if (signal?.aborted === true) return;
      if (Date.now() - heard > GIVE_UP_AFTER_MS)
        throw new Error("The subscription broke and could not be taken up again", { cause: error });
    } finally {
      signal?.removeEventListener("abort", end);
      await client.dispose();
    }
    if (signal?.aborted === true) return;
    onReconnect();
    await sleep(300);
  }
}
