import { expect, test } from "vitest";
import { readCodeText } from "./read-code-text.ts";

const codeOf = (chain: string) =>
  `import { flow } from "@tempograph/builder";\nexport const workflow = flow("a")${chain}.build();`;

test("code becomes the workflow that it builds", async () => {
  const { workflow, problem } = await readCodeText(codeOf('.on("lead.created").sleep("1h")'));
  expect(problem).toBeUndefined();
  expect(workflow?.graph.nodes.map(({ type }) => type)).toEqual(["start", "delay"]);
  expect(workflow?.triggers).toMatchObject([{ eventType: "lead.created" }]);
});

test.each([".on(1)", ".on(({ payload }) => payload)", '.node({ id: "a", type: 7, data: {} })'])(
  "%s, which TypeScript would refuse, is a problem or a workflow that the page can show",
  async (chain) => {
    const read = await readCodeText(codeOf(chain));
    expect(structuredClone(read)).toEqual(read);
    for (const { eventType = "" } of read.workflow?.triggers ?? []) expect(eventType).toBeTypeOf("string");
    expect(read.workflow === undefined).toBe(read.problem !== undefined);
  },
);
