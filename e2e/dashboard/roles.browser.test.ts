import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { fillStack, type Shown } from "./every-page.ts";

// Whoever a page is for sees the buttons that the person's roles allow, and none that would be refused.

let dashboard: Dashboard;
let shown: Shown;
/** An execution that waits for an approval. */
let waiting: string;

interface PageForRoles {
  /** The page in the navigation that leads here. */
  readonly under: string;
  readonly path: () => string;
  /** What stands there for everybody who may open the page, also without payloads. */
  readonly text: string;
  /** The name of each button, and the operation behind it. */
  readonly buttons: Readonly<Record<string, string>>;
}

const PAGES: readonly PageForRoles[] = [
  { under: "/", path: () => "/", text: "The last hour", buttons: { "Start it: Hot lead": "workflowCreate" } },
  { under: "/workflows", path: () => "/workflows", text: "Hot lead", buttons: { "New workflow": "workflowCreate" } },
  {
    ...{ under: "/workflows", path: () => `/workflows/${shown.workflow}`, text: "Hot lead" },
    buttons: { Publish: "workflowPublish" },
  },
  {
    ...{ under: "/workflows", path: () => `/workflows/${shown.workflow}/versions`, text: "What differs" },
    buttons: {},
  },
  { under: "/executions", path: () => "/executions", text: "Hot lead", buttons: {} },
  {
    ...{ under: "/executions", path: () => `/executions/${shown.execution}`, text: "changes of steps" },
    buttons: { "Run again": "executionRerun", "Send the event again": "eventResend" },
  },
  {
    ...{ under: "/executions", path: () => `/executions/${waiting}?step=ask`, text: "It has no output yet." },
    buttons: {
      ...{ Pause: "executionPause", Cancel: "executionCancel", Terminate: "executionTerminate" },
      ...{ "Send a signal": "executionSignal", Approve: "approvalDecide", Reject: "approvalDecide" },
    },
  },
  {
    ...{ under: "/events", path: () => `/events/${shown.event}`, text: "What became of it" },
    buttons: { "Send again": "eventResend" },
  },
  {
    ...{ under: "/approvals", path: () => "/approvals?show=waiting", text: "All that wait" },
    buttons: { Approve: "approvalDecide", Reject: "approvalDecide" },
  },
  { under: "/node-types", path: () => "/node-types", text: "Send a notification", buttons: {} },
  { under: "/audit", path: () => "/audit", text: "workflowCreate", buttons: {} },
  { under: "/tokens", path: () => "/tokens", text: "Tokens", buttons: { "Make a token": "tokenCreate" } },
  {
    ...{ under: "/retention", path: () => "/retention", text: "Held back" },
    buttons: { Change: "retentionSet", "Hold something back": "retentionHold" },
  },
  { under: "/health", path: () => "/health", text: "Workers", buttons: {} },
];

beforeAll(async () => {
  dashboard = await startDashboard();
  shown = await fillStack(dashboard.stack);
  const { approvals } = await dashboard.stack.graphql<{
    approvals: { nodes: { execution: { id: string } }[] };
  }>("{ approvals(status: WAITING) { nodes { execution { id } } } }");
  waiting = approvals.nodes[0]!.execution.id;
});
afterAll(() => dashboard?.stop());

async function tokenOf(role: string): Promise<string> {
  const { tokenCreate } = await dashboard.stack.graphql<{ tokenCreate: { secret: string } }>(
    `mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) { ... on TokenCreatePayload { secret } } }`,
    // A second try makes another token, and the names of tokens are unique.
    { input: { name: `${role}-${randomUUID()}`, roles: [role] } },
  );
  return tokenCreate.secret;
}

async function allowed(token: string): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${dashboard.stack.apiUrl}/viewer/operations`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return new Set(((await answer.json()) as { name: string }[]).map(({ name }) => name));
}

/** What the API has refused to this page for want of a permission. */
function refusalsOf(page: Page): string[] {
  const refused: string[] = [];
  page.on("response", (response) => {
    if (!response.url().endsWith("/graphql") || response.headers()["content-type"]?.includes("json") !== true) return;
    response.text().then(
      (text) => text.includes('"FORBIDDEN"') && refused.push(`${page.url()}: ${response.request().postData() ?? ""}`),
      () => {},
    );
  });
  return refused;
}

describe.each(["admin", "editor", "operator", "reader", "viewer", "approver"])("a person with the role %s", (role) => {
  test("sees the buttons of what the role allows, and no others; nothing that a page asks for is refused", async () => {
    const token = await tokenOf(role);
    const may = await allowed(token);
    const page = await dashboard.open("/", { token });
    const refused = refusalsOf(page);
    const navigation = page.getByRole("navigation");
    await navigation.getByRole("link", { name: "Executions", exact: true }).waitFor();
    const links = await navigation
      .getByRole("link")
      .evaluateAll((found) => found.map((one) => one.getAttribute("href") ?? ""));
    const open = PAGES.filter(({ under }) => links.some((link) => link === `/app${under}`));
    expect(open.length).toBeGreaterThan(3);
    for (const { path, text, buttons } of open) {
      await page.goto(`${dashboard.stack.apiUrl}/app${path()}`);
      await page.getByText(text).first().waitFor();
      for (const [name, operation] of Object.entries(buttons)) {
        const button = page.getByRole("button", { name, exact: true }).first();
        if (may.has(operation)) await button.waitFor();
        else expect(await button.count(), `${name} on ${path()} for ${role}`).toBe(0);
      }
    }
    expect(refused).toEqual([]);
  });
});
