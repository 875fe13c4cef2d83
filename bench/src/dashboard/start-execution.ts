import type { TestStack } from "../../../e2e/support/start-test-stack.ts";

/** Starts a published workflow. Gives the id of the execution. */
export async function startExecution(stack: TestStack, workflowId: string, data: unknown): Promise<string> {
  const { executionStart } = await stack.graphql<{ executionStart: { execution: { id: string } } }>(
    `mutation ($input: ExecutionStartInput!) {
      executionStart(input: $input) { ... on ExecutionStartPayload { execution { id } } }
    }`,
    { input: { workflowId, data } },
  );
  return executionStart.execution.id;
}
