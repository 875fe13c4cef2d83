import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"], operator: ["operator"] } });
});
afterAll(() => api.stop());

test("each caller is told the operations of the registry that its roles allow", async () => {
  const namesFor = async (caller: Pick<TestApi, "graphql">) => {
    const { body } = await caller.graphql("{ allowedOperations { name kind summary } }");
    return body.data.allowedOperations.map((each: { name: string }) => each.name) as string[];
  };
  const [admin, operator, viewer] = await Promise.all([api, api.as("operator"), api.as("viewer")].map(namesFor));
  expect(admin).toEqual(
    expect.arrayContaining(["executionPause", "tokenCreate", "workflowPublish", "allowedOperations"]),
  );
  expect(operator).toEqual(expect.arrayContaining(["executionPause", "executionTerminate", "execution"]));
  expect(operator).not.toContain("workflowPublish");
  expect(viewer).toContain("execution");
  expect(viewer).not.toContain("executionPause");
});
