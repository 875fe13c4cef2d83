import { expect, test } from "vitest";
import { branch, call, problems, start, type Edge, type Node } from "./test-kit.ts";

const steps = (...ids: string[]): Node[] => ids.map((id) => call(id));
const two = (id: string) => branch(id, { label: "yes", condition: true }, { else: true });
const join = (count: number): Node => ({ ...call("j"), settings: { join: { count } } });

/** The greatest count that the validator accepts. */
const most = (nodes: readonly Node[], edges: readonly Edge[]): number => {
  let count = 0;
  while (!problems([...nodes, join(count + 1)], edges).some(({ code }) => code === "JOIN_NEVER_MET")) count += 1;
  return count;
};

test.each<[string, Node[], Edge[], number]>([
  //   start ┬▶ a ─┬▶ j
  //         └▶ b ─┘
  ["both sides of a fan-out", [start, ...steps("a", "b")], ["start a", "start b", "a j", "b j"], 2],
  //   start ▶ br ┬ yes ──▶ a ─┬▶ j
  //              └ else ─▶ b ─┘
  [
    "both sides of a branch",
    [start, two("br"), ...steps("a", "b")],
    ["start br", "br:yes a", "br:else b", "a j", "b j"],
    1,
  ],
  [
    "two edges of one case",
    [start, two("br"), ...steps("a", "b")],
    ["start br", "br:yes a", "br:yes b", "a j", "b j"],
    2,
  ],
  ["straight from two ports", [start, two("br")], ["start br", "br:yes j", "br:else j"], 1],
  // one more beside the branch
  [
    "a neighbour",
    [start, two("br"), ...steps("a", "b", "c")],
    ["start br", "start c", "br:yes a", "br:else b", "a j", "b j", "c j"],
    2,
  ],
  // a node behind both sides runs whichever port was taken
  [
    "behind a diamond",
    [start, two("br"), ...steps("a", "b", "m", "n")],
    ["start br", "br:yes a", "br:else b", "a m", "b m", "m n", "m j", "n j"],
    2,
  ],
  // a ┬ out ───┬▶ m ─▶ j ◀─ a (out)     m comes in either case
  //   └ error ─┘
  [
    "a node that both ports of a neighbour lead to",
    [start, ...steps("a", "m")],
    ["start a", "a m", "a:error m", "m j", "a j"],
    2,
  ],
  // a branch behind a port of another
  [
    "branches behind each other",
    [start, two("br"), two("in"), ...steps("a", "b", "c")],
    ["start br", "br:yes in", "in:yes a", "in:else b", "br:else c", "a j", "b j", "c j"],
    1,
  ],
  [
    "two branches beside each other",
    [start, two("p"), two("q"), ...steps("a", "b", "c", "d")],
    ["start p", "start q", "p:yes a", "p:else b", "q:yes c", "q:else d", "a j", "b j", "c j", "d j"],
    2,
  ],
  ["success and failure", [start, ...steps("h", "a", "b")], ["start h", "h a", "h:error b", "a j", "b j"], 1],
  ["what is never reached", [start, ...steps("a", "lost")], ["start a", "a j", "lost j"], 1],
  [
    "a try: finally is taken in addition to the other port",
    [start, { id: "try", type: "try" }, { ...call("in"), parentId: "try" }, ...steps("a", "b", "c")],
    ["start try", "try a", "try:catch b", "try:finally c", "a j", "b j", "c j"],
    2,
  ],
  [
    "the port timeout of a node without a timeout",
    [start, { id: "w", type: "wait_for_signal", data: { name: "x" } }, ...steps("a", "b")],
    ["start w", "start a", "w:timeout j", "a j"],
    1,
  ],
])("how many edges can be taken: %s", (_, nodes, edges, expected) => {
  expect(most(nodes, edges)).toBe(expected);
});

test("the message names the greatest possible count", () => {
  const nodes = [start, two("br"), ...steps("a", "b"), join(2)];
  const [problem] = problems(nodes, ["start br", "br:yes a", "br:else b", "a j", "b j"]);
  expect(problem).toMatchObject({ code: "JOIN_NEVER_MET", severity: "error", node: "j" });
  expect(problem?.message).toContain("at most 1 can be taken");
});
