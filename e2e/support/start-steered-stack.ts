import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@tempograph/testing";
import { createWorkflow, startTestStack } from "./start-test-stack.ts";

/** The tokens in addition to the owner's. */
const tokens = { olga: ["operator"], fin: ["finance"], vi: ["viewer"] } as const;
export type Who = keyof typeof tokens;
const tokenOf = (name: string): string => `tg_test_token_of_${name}`;

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is what the test is about
  readonly body: any;
}

export type SteeredStack = Awaited<ReturnType<typeof startSteeredStack>>;

/** A stack with named tokens, and a server that counts the calls of graphs and fails on request. */
export async function startSteeredStack(apiEnv: NodeJS.ProcessEnv = {}) {
  const dir = mkdtempSync(join(tmpdir(), "tempograph-steer-"));
  const calls = new Map<string, number>();
  const bodies = new Map<string, string[]>();
  const authorizations = new Set<string>();
  const broken = new Set<string>();
  const server = createServer((request, response) => {
    const name = request.url!.slice(1);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      bodies.set(name, [...(bodies.get(name) ?? []), body]);
      authorizations.add(request.headers.authorization ?? "");
      response.writeHead(broken.has(name) ? 500 : 200, { "content-type": "application/json" });
      const ballast = name === "large" ? { text: "x".repeat(200_000) } : {};
      response.end(JSON.stringify({ called: name, times: calls.get(name), ...ballast }));
    });
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const tokensFile = join(dir, "tokens.json");
  const entries = Object.entries(tokens).map(([name, roles]) => ({
    name,
    roles,
    tokenSha256: createHash("sha256").update(tokenOf(name)).digest("hex"),
  }));
  writeFileSync(tokensFile, JSON.stringify(entries), { mode: 0o600 });
  const stack = await startTestStack(
    { TEMPOGRAPH_EGRESS_ALLOW: host },
    { TEMPOGRAPH_TOKENS_FILE: tokensFile, ...apiEnv },
  );
  let workflows = 0;

  async function rest(method: string, path: string, body?: unknown, who?: Who): Promise<Answer> {
    const response = await fetch(stack.apiUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${who === undefined ? stack.token : tokenOf(who)}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  const step = async (id: string, path: string) =>
    (await rest("GET", `/executions/${id}/steps?limit=200`)).body.items.find(
      (one: { path: string }) => one.path === path,
    );

  return {
    host,
    temporalAddress: stack.temporal.address,
    dataDir: stack.dataDir,
    databaseUrl: stack.databaseUrl,
    /** Sends a query as the owner and returns the single field of the answer. */
    graphql: async (query: string): Promise<unknown> => Object.values(await stack.graphql<object>(query))[0],
    /** The number of calls by node id. */
    calls,
    bodies,
    /** The header of that name, of all calls. */
    authorizations,
    /** The ids of the nodes whose calls are answered with 500. */
    broken,
    rest,
    step,
    /** A node that calls the server with its own id and has one attempt. */
    call: (id: string, more: object = {}) => ({
      id,
      type: "http_call",
      data: { method: "POST", url: `http://${host}/${id}`, body: { id }, ...more },
      settings: { retry: { maximumAttempts: 1 } },
    }),
    /** Publishes the graph, starts it, and returns the executions' ids when they have started on Temporal. */
    async run(nodes: readonly object[], edges: readonly object[], count = 1): Promise<readonly string[]> {
      const name = `steer.${String(++workflows)}`;
      await createWorkflow(stack, name, { nodes, edges });
      const ids: string[] = [];
      for (let sent = 0; sent < count; sent++) {
        const event = await rest("POST", `/events?type=${name}`, {});
        ids.push(
          await waitFor(async () => {
            const { items } = (await rest("GET", `/executions?event_id=${event.body.id}`)).body;
            return items[0] === undefined || items[0].status === "pending" ? undefined : (items[0].id as string);
          }),
        );
      }
      return ids;
    },
    stepIs: (id: string, path: string, status: string) =>
      waitFor(async () => ((await step(id, path))?.status === status ? await step(id, path) : undefined), {
        timeoutMs: 20_000,
        what: `${path} to be ${status}`,
      }),
    /** Waits until the execution is closed and mirrored, and returns it. */
    ends: (id: string) =>
      waitFor(
        async () => {
          const { body } = await rest("GET", `/executions/${id}`);
          return body.mirrorOk === null ? undefined : body;
        },
        { timeoutMs: 30_000, what: "the execution's end" },
      ),
    forget(): void {
      calls.clear();
      bodies.clear();
      broken.clear();
    },
    async stop(): Promise<void> {
      await stack.stop();
      server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const chain = (...ids: string[]): object[] =>
  ids.slice(1).map((id, index) => ({ id: `e${String(index)}`, source: ids[index], target: id }));
