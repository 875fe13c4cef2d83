import type { Browser, Page } from "playwright-core";
import { waitFor } from "@tempograph/testing";
import type { TestStack } from "../../../e2e/support/start-test-stack.ts";
import { CALLS } from "./graphs.ts";
import { openPage } from "./open-page.ts";
import { startExecution } from "./start-execution.ts";

/**
 * Milliseconds from the end of each step, by the clock of its worker, until the page of the execution says that it is completed. The execution
 * begins with a wait, so that the page is open when the first step ends.
 */
export async function measureLive(browser: Browser, stack: TestStack, workflow: string): Promise<readonly number[]> {
  const id = await startExecution(stack, workflow, {});
  const page = await openPage(browser, stack);
  await page.goto(`${stack.apiUrl}/app/executions/${id}`);
  await page
    .getByText(/waits for the signal "go"/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Fit View" }).click();
  await page.locator(`.react-flow__node[data-id="${CALLS.at(-1)!}"]`).waitFor();
  await page.evaluate(`benchMeter.watchCards(${JSON.stringify(CALLS)})`);
  await stack.graphql("mutation ($input: ExecutionSignalInput!) { executionSignal(input: $input) { __typename } }", {
    input: { id, name: "go" },
  });
  const seen = await allSeen(page);
  await page.context().close();
  const ended = await endsOf(stack, id);
  return CALLS.map((node) => seen[node]! - ended.get(node)!);
}

async function allSeen(page: Page): Promise<Readonly<Record<string, number>>> {
  const read = (): Promise<Record<string, number>> => page.evaluate("benchMeter.seen");
  return await waitFor(
    async () => {
      const seen = await read();
      return Object.keys(seen).length === CALLS.length && seen;
    },
    { timeoutMs: 60_000, intervalMs: 100, what: "the cards of all calls" },
  );
}

interface Ended {
  readonly nodeId: string;
  readonly attempts: readonly { readonly endedAt: string | null }[];
}

async function endsOf(stack: TestStack, id: string): Promise<ReadonlyMap<string, number>> {
  const steps = await waitFor(
    async () => {
      const { execution } = await stack.graphql<{ execution: { steps: { nodes: readonly Ended[] } } }>(
        "query ($id: ID!) { execution(id: $id) { steps(first: 50) { nodes { nodeId attempts { endedAt } } } } }",
        { id },
      );
      const found = execution.steps.nodes.filter(({ nodeId }) => CALLS.includes(nodeId));
      return found.length === CALLS.length && found.every(({ attempts }) => attempts.at(-1)?.endedAt) && found;
    },
    { what: "the attempts of all steps" },
  );
  return new Map(steps.map(({ nodeId, attempts }) => [nodeId, Date.parse(attempts.at(-1)!.endedAt!)]));
}
