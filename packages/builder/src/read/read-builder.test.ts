import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { normalise, type Graph } from "@tempograph/graph";
import { scenarios } from "@tempograph/graph/conformance";
import { arbitraryGraph } from "@tempograph/graph/conformance/arbitrary-graph";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import { printBuilder } from "../print/print-builder.ts";
import { arbitraryFlow } from "../test-kit/arbitrary-flow.ts";
import { evaluate } from "../test-kit/evaluate.ts";
import { readBuilder } from "./read-builder.ts";

function read(code: string) {
  const { workflow, problem } = readBuilder(code);
  expect(problem, code.slice(0, 3_000)).toBeUndefined();
  return workflow!;
}

function expectBack(graph: Graph): void {
  expect(normalise(read(printBuilder(graph)).graph)).toStrictEqual(normalise(graph));
}

const numRuns = Number(process.env["FC_RUNS"] ?? 30);

test("printed code is read back without being run: random flows, sound graphs and unsound ones", () => {
  fc.assert(
    fc.property(arbitraryFlow(), ({ graph }) => expectBack(graph)),
    { numRuns },
  );
  fc.assert(
    fc.property(arbitraryNestedRun({ maxNodes: 6, maxDepth: 3, maxMs: 60, orderMatters: true }), ({ graph }) =>
      expectBack(graph),
    ),
    { numRuns },
  );
  fc.assert(
    fc.property(arbitraryGraph(), (graph) => expectBack(graph)),
    { numRuns },
  );
});

test("the code of every scenario is read back", () => {
  for (const { graph } of scenarios) expectBack(graph);
});

const generated = (name: string) =>
  readFileSync(join(import.meta.dirname, "../test-kit/generated", `${name}.ts`), "utf8");

test.each(["everything", "from-an-editor", "knot"])("%s is read as it runs", (name) => {
  expect(read(generated(name))).toEqual(evaluate(generated(name)));
});

test("1,000 calls in a row are read, and of more the code says so", () => {
  const chain = Array.from({ length: 1_000 }, (_, n) => `.step("n${n}", "log", { message: "${n}" })`).join("\n");
  const { graph } = read(
    `import { flow } from "@tempograph/builder"; export default flow("x").scope((path) => path${chain}).build();`,
  );
  expect(graph.nodes).toHaveLength(1_002);
  const longer = `import { flow } from "@tempograph/builder"; export default flow("x")${chain}${chain}.build();`;
  expect(readBuilder(longer).problem?.message).toContain("More than 1,000 calls");
});

test("what people write is read as it runs: typed callbacks, templates, conditions, constants, comments", async () => {
  const { workflow } = (await import("../test-kit/generated/readme.ts")) as { readonly workflow: unknown };
  expect(read(generated("readme"))).toEqual(workflow);
  const code = `
    import { flow, gt as more, and, some, orElse, cel, type Accessor } from "@tempograph/builder"; // a comment
    interface Lead { readonly score: number }
    const limit = 80;
    const notify = { toRole: 'A\\u00c4"\\n', "a-b": [-1, null, true], limit } as const;
    export const workflow = flow<Lead>("Lead")
      .on("lead.*", ({ payload: { score }, event }) => and(more(score, limit), more(event.data["a b"], 1)))
      .if((scope) => some(scope.payload.items, (item) => more(item.price, 3)), (yes) => {
        const first = yes.step("n", "send_notification", notify);
        return first.end(\`x \${"y"}\`);
      })
      .set(({ payload, vars }) => ({ a: cel\`\${payload.total} * 2\`, b: orElse(payload.name, "you"), c: \`Hi \${payload.name}\` }))
      .build();`;
  const built = read(code);
  expect(built.triggers).toEqual([
    {
      eventType: "lead.*",
      condition: { and: [{ ">": [{ var: "score" }, 80] }, { ">": [{ var: "event.data.a b" }, 1] }] },
    },
  ]);
  const data = Object.fromEntries(built.graph.nodes.map((node) => [node.id, node.data]));
  expect(data["n"]).toEqual({ toRole: 'AÄ"\n', "a-b": [-1, null, true], limit: 80 });
  expect(data["set"]).toEqual({
    values: { a: "{{ payload.total * 2 }}", b: '{{ payload.?name.orValue("you") }}', c: "Hi {{ payload.name }}" },
  });
  expect(data["end"]).toEqual({ output: "x y" });
});

/** Each is refused at this part of it. */
const refused: [code: string, place: string, message: string][] = [
  ["flow('x').stepp('a')", "stepp", 'no method "stepp"'],
  ["flow('x').constructor('a')", "constructor", 'no method "constructor"'],
  ["flow('x').end().sleep('1h')", "sleep", "Nothing can follow here"],
  [
    "flow('x').if(({ payload }) => payload.constructor.constructor('return 1')(), (p) => p)",
    "payload.constructor.constructor",
    "Only functions and methods of the builder",
  ],
  ["flow('x').parallel([(p) => p.toString()])", "toString", "no method"],
  ["flow('x').step('a', 'log', { ...{ a: 1 } })", "...", "cannot be read back"],
  ["flow('x').step('a', 'log', 1 + 1)", "1 + 1", "nothing can be computed"],
  ["flow('x').step('a', 'log', process.env)", "process", 'no "process"'],
  ["flow('x').step('a', 'log', globalThis)", "globalThis", 'no "globalThis"'],
  ["flow('x').step('a', 'log', {}.x)", "x", 'no "x"'],
  ["(() => 1)()", "(() => 1)", "Only functions and methods"],
  ["eval('1')", "eval", 'no "eval"'],
  ["new Function('1')", "new Function('1')", "cannot be read back"],
  ["flow('x').step('a', 'log', function () {})", "function () {}", "cannot be read back"],
  ["flow('x').parallel([(p) => { while (true) {} }])", "while (true) {}", "cannot be read back"],
];

test.each(refused)("%s is refused at its place", (code, place, message) => {
  const whole = `import { flow } from "@tempograph/builder";\nexport const workflow = ${code}.build();`;
  const { problem } = readBuilder(whole);
  expect(problem?.message).toContain(message);
  expect(whole.slice(problem!.from, problem!.to)).toBe(place);
});

test("other modules, modules without a workflow, and code that breaks are refused", () => {
  const of = (code: string) => readBuilder(code).problem?.message;
  expect(of('import { readFileSync } from "node:fs";')).toContain("can be imported here");
  expect(of('import { flowing } from "@tempograph/builder";')).toContain('has no "flowing"');
  expect(of("")).toContain("No workflow is exported");
  expect(of("export const workflow = { graph: 1 };")).toContain("No workflow is exported");
  expect(of("export const workflow = flow(")).toContain("The code breaks here");
  expect(of("await fetch('x')")).toContain("cannot be read back");
});

test("code that would take for ever is refused", () => {
  const paths = Array.from({ length: 40 }, (_, n) => `const p${n + 1} = (p) => p.parallel([p${n}, p${n}]);`).join("\n");
  const code = `import { flow } from "@tempograph/builder";\nconst p0 = (p) => p;\n${paths}\nexport const w = flow("x").parallel([p40]).build();`;
  expect(readBuilder(code).problem?.message).toContain("too long to read");
  expect(readBuilder(`export const w = ${"[".repeat(10_000)}${"]".repeat(10_000)};`).problem?.message).toMatch(
    /nested too deeply|breaks here/,
  );
});

test("a name such as __proto__ is a field like any other", () => {
  const { graph } = read(
    'import { flow } from "@tempograph/builder"; export default flow("x").node({ "id": "a", "type": "log", "data": { "__proto__": { "x": 1 } } }).build();',
  );
  expect(Object.hasOwn(graph.nodes.find(({ id }) => id === "a")!.data, "__proto__")).toBe(true);
});

test("an object that only looks like a workflow is none", () => {
  const { workflow, problem } = readBuilder("export const workflow = { graph: 1, triggers: 2 };");
  expect([workflow, problem?.message]).toEqual([undefined, "No workflow is exported."]);
});

test("a number that JSON does not have is refused at its place", () => {
  const code = 'import { flow } from "@tempograph/builder";\nexport const workflow = flow("a").sleep(10n).build();';
  const { problem } = readBuilder(code);
  expect(code.slice(problem?.from, problem?.to)).toBe("10n");
});
