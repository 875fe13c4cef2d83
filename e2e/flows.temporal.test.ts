import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { demos } from "@tempograph/dashboard/demos";
import { waitFor } from "@tempograph/testing";
import pg from "pg";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDemo } from "./support/create-demo.ts";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// The flows of examples/flows, each started by its real trigger, on real processes. A service on loopback stands for all hosts under example.com.

const FOLDER = join(import.meta.dirname, "../examples/flows");
const SECRET = `whsec_${Buffer.from("a secret of twenty-four!").toString("base64")}`;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

let stack: TestStack;
let service: Server;
let origin: string;
let helpdesk: pg.Client;
const calls: Call[] = [];
const workflows = new Map<string, string>();
const tested: string[] = [];
/** The workflows of the demos by their keys. */
const demosStarted = new Map<string, string>();

/** What the services answer. */
function answerTo({ method, path, body }: Call): unknown {
  if (path === "/leads") return { score: (body as { employees: number }).employees > 100 ? 90 : 10 };
  if (path.startsWith("/stock/")) return { available: path.endsWith("/last-one") ? 1 : 100 };
  if (method === "GET" && path === "/readings")
    return {
      readings: [
        { id: "r1", sensor: "north", celsius: 20.5 },
        { id: "r2", sensor: "south", celsius: "broken" },
      ],
    };
  return {};
}

beforeAll(async () => {
  service = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const call = {
      method: request.method!,
      path: request.url!,
      body: text === "" ? null : (JSON.parse(text) as unknown),
    };
    calls.push(call);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answerTo(call)));
  });
  await new Promise<void>((listens) => service.listen(0, "127.0.0.1", listens));
  origin = `http://127.0.0.1:${String((service.address() as AddressInfo).port)}`;
  stack = await startTestStack({ TEMPOGRAPH_EGRESS_ALLOW: "127.0.0.1" });
  const own = new URL(stack.databaseUrl);
  const admin = new pg.Client({ connectionString: own.href });
  await admin.connect();
  await admin.query("create database helpdesk");
  await admin.end();
  own.pathname = "/helpdesk";
  helpdesk = new pg.Client({ connectionString: own.href });
  await helpdesk.connect();
  await helpdesk.query(
    "create table tickets (id integer primary key, subject text not null, plan text not null, status text not null)",
  );
  await post("/connections", { name: "shop", type: "webhook.secret", fields: { secret: SECRET } });
  const fields = {
    ...{ host: own.hostname, port: Number(own.port), database: "helpdesk" },
    ...{ user: decodeURIComponent(own.username), password: decodeURIComponent(own.password), security: "none" },
  };
  await post("/connections", { name: "helpdesk", type: "postgres", fields });
  for (const file of readdirSync(FOLDER)) {
    const flow = readFileSync(join(FOLDER, file), "utf8").replaceAll(/https:\/\/\w+\.example\.com/g, origin);
    const { id } = (await post("/workflows", { ...(JSON.parse(flow) as object), publish: true })) as { id: string };
    workflows.set(file.replace(".json", ""), id);
  }
  for (const demo of demos) demosStarted.set(demo.key, (await createDemo(stack, demo)).workflow);
}, 120_000);

afterAll(async () => {
  await helpdesk?.end();
  await stack?.stop();
  service?.closeAllConnections();
  service?.close();
}, 60_000);

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(stack.apiUrl + path, {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The completed steps of the flow's executions, one text per execution, in the order of their start, when there are so many. */
async function stepsOf(flow: string, executions: number): Promise<readonly string[]> {
  tested.push(flow);
  let found: readonly { status: string; steps: { nodes: { path: string; status: string }[] } }[] = [];
  await waitFor(
    async () => {
      const { executions: list } = await stack.graphql<{ executions: { nodes: typeof found } }>(
        `query ($id: ID!) { executions(filter: { workflowId: $id }, order: OLDEST_FIRST) {
          nodes { status steps(first: 50) { nodes { path status } } } } }`,
        { id: workflows.get(flow) },
      );
      found = list.nodes;
      return found.length >= executions && found.every(({ status }) => status === "COMPLETED");
    },
    { timeoutMs: 40_000, intervalMs: 100 },
  );
  return found.map(({ steps }) =>
    steps.nodes
      .filter(({ status }) => status === "COMPLETED")
      .map(({ path }) => path)
      .toSorted()
      .join(" "),
  );
}

test("a lead fills in the form: it is scored, and goes into the campaign or gets the newsletter", async () => {
  const page = await (await fetch(`${stack.apiUrl}/forms/main/contact`)).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const send = async (email: string, employees: number) => {
    const form = new URLSearchParams([...hidden.map(([, name, value]) => [name!, value!]), ["email", email]]);
    form.set("employees", String(employees));
    return await fetch(`${stack.apiUrl}/forms/main/contact`, { method: "POST", body: form });
  };
  // A page that was open for less than a second is taken for a program.
  const isThanked = async () => (await (await send("ada@example.org", 500)).text()).includes("Thank you");
  await waitFor(isThanked, { timeoutMs: 10_000, intervalMs: 700 });
  expect(await stepsOf("lead-form", 1)).toEqual(["campaign isHot score start tell"]);
  expect(calls).toContainEqual({ method: "POST", path: "/campaigns/hot", body: { email: "ada@example.org" } });
});

test("an order is placed: a signed webhook is answered when the order is shipped, or when it is sold out", async () => {
  const order = async (id: string, sku: string) => {
    const body = JSON.stringify({ type: "order.placed", data: { id, sku, quantity: 2, customer: "c7" } });
    const now = new Date();
    const headers = {
      ...{ "webhook-id": id, "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)) },
      ...{ "webhook-signature": new Webhook(SECRET).sign(id, now, body), "content-type": "application/json" },
    };
    const response = await fetch(`${stack.apiUrl}/hooks/main/shop/orders`, { method: "POST", headers, body });
    return [response.status, await response.json()];
  };
  expect(await order("o1", "chair")).toEqual([201, { order: "o1", state: "shipped" }]);
  expect(await order("o2", "last-one")).toEqual([409, { order: "o2", state: "sold out" }]);
  expect(await stepsOf("order-fulfilment", 2)).toEqual([
    "both both/customer both/ship enough shipped start stock",
    "enough refused reorder start stock",
  ]);
  expect(calls).toContainEqual({ method: "POST", path: "/customers/c7/orders", body: { order: "o1" } });
  expect(calls.filter(({ path }) => path === "/shipments")).toHaveLength(1);
});

test("a ticket is inserted into the help desk's table: the team is told, and an urgent one is paged", async () => {
  const ready = async () => {
    const response = await fetch(`${stack.apiUrl}/workflows/${workflows.get("ticket-triage")!}/triggers`, {
      headers: { authorization: `Bearer ${stack.token}` },
    });
    return ((await response.json()) as { following: boolean }[]).every(({ following }) => !following);
  };
  await waitFor(ready, { timeoutMs: 30_000 });
  await helpdesk.query("insert into tickets values (1, 'The shop is DOWN', 'free', 'open')");
  await helpdesk.query(
    "insert into tickets values (2, 'A question', 'free', 'open'), (3, 'Imported', 'free', 'closed')",
  );
  expect(await stepsOf("ticket-triage", 2)).toEqual([
    "isUrgent page priority start team",
    "isUrgent priority start team",
  ]);
  expect(calls).toContainEqual({
    ...{ method: "POST", path: "/alerts", body: { ticket: 1, subject: "The shop is DOWN" } },
  });
});

test("readings are polled: a valid one is stored in two systems, another one is reported", async () => {
  const steps = await stepsOf("data-sync", 2);
  expect([...steps].toSorted()).toEqual([
    "convert start stores stores/search stores/warehouse valid",
    "report start valid",
  ]);
  expect(calls).toContainEqual({ method: "PUT", path: "/readings/r1", body: { sensor: "north", kelvin: 293.65 } });
  // Known readings are not new at the next poll.
  await waitFor(() => calls.filter(({ method, path }) => method === "GET" && path === "/readings").length >= 3, {
    timeoutMs: 30_000,
  });
  expect(await stepsOf("data-sync", 2)).toHaveLength(2);
});

/** How each demo of the start page ends, and the steps that completed. */
const DEMO_ENDS: Readonly<Record<string, readonly [status: string, steps: string]>> = {
  "demo-hot-lead": ["COMPLETED", "gift notify start title wait"],
  "demo-lead-campaign": ["COMPLETED", "campaign enrol sales score start"],
  "demo-order": ["COMPLETED", "both both/customer both/pack both/ship enough start stock thank"],
  "demo-ticket": ["COMPLETED", "escalate priority start taken team urgent"],
  "demo-data": ["COMPLETED", "convert start stores stores/count stores/latest valid"],
  "demo-approval": ["COMPLETED", "ask pay start"],
  "demo-saga": ["FAILED", "ask car car!cancelCar flight flight!cancelFlight rooms start"],
  "demo-fan-out": ["COMPLETED_WITH_ERRORS", expect.stringMatching(/^each(?: each\[[0-9]\]\/\w+){20} report start$/)],
};

test("the demos of the start page do what they say", { timeout: 90_000 }, async () => {
  expect(demos.map(({ key }) => key)).toEqual(Object.keys(DEMO_ENDS));
  type Found = { id: string; status: string; steps: { nodes: { path: string; status: string }[] } };
  for (const [key, workflowId] of demosStarted) {
    let decided = false;
    let found: Found | undefined;
    await waitFor(
      async () => {
        const { executions } = await stack.graphql<{ executions: { nodes: Found[] } }>(
          `query ($id: ID!) { executions(filter: { workflowId: $id }) {
            nodes { id status steps(first: 100) { nodes { path status } } } } }`,
          { id: workflowId },
        );
        found = executions.nodes[0];
        if (
          !decided &&
          found?.steps.nodes.some(({ path, status }) => path === "ask" && status === "WAITING") &&
          key === "demo-approval"
        ) {
          await post(`/executions/${found.id}/approvals/decide`, {
            path: "ask",
            decision: "approved",
            data: { amount: 30 },
          });
          decided = true;
        }
        return found !== undefined && !["PENDING", "RUNNING"].includes(found.status);
      },
      { timeoutMs: 60_000, intervalMs: 200 },
    );
    const completed = found!.steps.nodes.filter(({ status }) => status === "COMPLETED").map(({ path }) => path);
    expect([key, found!.status, completed.toSorted().join(" ")]).toEqual([key, ...DEMO_ENDS[key]!]);
  }
});

test("every flow of the folder has a test", () => {
  expect([...new Set(tested)].toSorted()).toEqual([...workflows.keys()].toSorted());
});
