import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { runScenario, scenarioEvent, type Scenario } from "./index.ts";
import { readDocument } from "./test-kit/documents.ts";

const RULES = Array.from({ length: 15 }, (_, index) => index + 1);
const EXAMPLE = /^## Rule (\d+):[^]*?```json\n([^]*?)```\n\n```text\n([^]*?)```/gm;

const page = readDocument("machine.md");
const examples = [...page.matchAll(EXAMPLE)].map(([, rule, json, lines]) => ({
  rule: Number(rule),
  json: json!,
  lines: lines!,
}));

test("each rule on the page has an example", () => {
  expect(examples.map(({ rule }) => rule)).toEqual(RULES);
});

// With `UPDATE_MACHINE_DOC=1` this test writes the traces into the page. Read the changes before you commit them.
test("the traces on the page are those of the machine", async () => {
  let updated = page;
  for (const { json, lines } of examples) {
    const actual = await traceOf(JSON.parse(json) as Scenario);
    updated = updated.replace(
      `${json}\`\`\`\n\n\`\`\`text\n${lines}\`\`\``,
      () => `${json}\`\`\`\n\n\`\`\`text\n${actual}\`\`\``,
    );
  }
  if (process.env["UPDATE_MACHINE_DOC"] === "1") {
    writeFileSync(join(import.meta.dirname, "../../../../docs/machine.md"), updated);
  }
  expect(updated).toBe(page);
});

async function traceOf(scenario: Scenario): Promise<string> {
  const event = scenarioEvent(scenario.payload);
  const { trace, operationResults } = await runScenario(scenario);
  const startedAt = Date.parse(event.time);
  const refused = operationResults.flatMap((result) => (result.ok ? [] : [`refused: ${result.code}\n`]));
  return [...trace.map((entry) => lineOf(entry, entry.at - startedAt)), ...refused].join("");
}

function lineOf({ path, kind, port }: TraceEntry, ms: number): string {
  const on = port === undefined || port === "out" ? "" : ` on ${port}`;
  return `${String(ms).padStart(5)} ms  ${path.padEnd(20)} ${kind}${on}\n`;
}
