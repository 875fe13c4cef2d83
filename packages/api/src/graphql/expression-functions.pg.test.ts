import { compileTemplate, createBudget } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
});

test("editors get every function, with an example that gives the stated result, and every operator", async () => {
  const { body } = await api.graphql(
    "{ expressionFunctions { name kind group signature description example result } conditionOperators { name group description example result } }",
  );
  const { expressionFunctions: functions, conditionOperators } = body.data;
  expect(functions.length).toBeGreaterThan(30);
  const names = conditionOperators.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(["var", "==", "map", "missing_some"]));
  const size = functions.find(({ name }: { name: string }) => name === "size");
  const scope = { root: () => undefined, step: () => undefined, steps: () => ({}) };
  expect(compileTemplate(`{{ ${size.example} }}`).render(scope, createBudget())).toEqual(size.result);

  const rest = await api.request("GET", "/expression-functions");
  expect(rest.body.functions).toHaveLength(functions.length);
  expect(rest.body.conditionOperators).toEqual(conditionOperators);
});
