import type { PartialParse, SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";
import { didYouMean } from "@tempograph/graph";
import type { BuiltWorkflow } from "../flow/built-workflow.ts";
import { CodeError, type CodeProblem } from "./code-problem.ts";
import { childrenOf, Names, partsOf } from "./code-values.ts";
import { CodeEvaluation, declare, unreadable } from "./evaluate-code.ts";
import { IMPORTABLE } from "./names.ts";
import { unescaped } from "./text-literal.ts";

export type { CodeProblem } from "./code-problem.ts";

export type ReadCode =
  | { readonly workflow: BuiltWorkflow; readonly problem?: undefined }
  | { readonly workflow?: undefined; readonly problem: CodeProblem };

/** Characters of a module. The printed code of the largest graph is shorter. */
const MOST_CHARACTERS = 10_000_000;
const PACKAGE = "@tempograph/builder";
const TYPES: ReadonlySet<string> = new Set(["InterfaceDeclaration", "TypeAliasDeclaration"]);

const typescript = parser.configure({ dialect: "ts" });

/**
 * Reads a module of builder code back without running it, as browsers under a strict content security policy and servers need it. Takes everything
 * that `printBuilder` prints and what people write in the same way: imports of the builder, constants, calls with plain values and callbacks.
 *
 *     readBuilder(printBuilder(graph)).workflow?.graph      // the same graph
 */
export function readBuilder(code: string): ReadCode {
  try {
    if (code.length > MOST_CHARACTERS)
      throw new CodeError({ from: 0, to: 0 }, "The code is too long", "Split it into several workflows");
    return { workflow: workflowOf(code) };
  } catch (error) {
    if (error instanceof CodeError) return { problem: error.problem };
    throw error;
  }
}

/**
 * The parser is made for editors: after 300 calls in a row it takes a chain for too deep and ends it. The chains of flows are longer, and are
 * followed without recursion, so its count begins anew at each step. The field is private, so the parser's version is pinned, and a test reads a long chain.
 */
function parse(code: string): Tree {
  const parsing = typescript.startParse(code) as PartialParse & { bigReductionCount: number };
  for (;;) {
    parsing.bigReductionCount = 0;
    const tree = parsing.advance();
    if (tree !== null) return tree;
  }
}

function workflowOf(code: string): BuiltWorkflow {
  const tree = parse(code);
  checkTree(tree.topNode);
  const evaluation = new CodeEvaluation(code, new Set(IMPORTABLE.values()));
  const names = new Names();
  const exported: { readonly name: string; readonly value: unknown }[] = [];
  for (const statement of partsOf(tree.topNode)) {
    if (TYPES.has(statement.name)) continue;
    if (statement.name === "ImportDeclaration") importNames(evaluation, statement, names);
    else if (statement.name === "VariableDeclaration") declare(evaluation, statement, names);
    else if (statement.name === "ExportDeclaration") exported.push(...exportsOf(evaluation, statement, names));
    else throw unreadable(statement, evaluation.text(statement));
  }
  const built = exported.filter(({ value }) => evaluation.isBuilt(value));
  const found = built.find(({ name }) => name === "workflow") ?? built[0];
  if (found === undefined) {
    throw new CodeError(
      { from: code.length, to: code.length },
      "No workflow is exported",
      "Write export const workflow = flow(…) … .build()",
    );
  }
  return found.value as BuiltWorkflow;
}

function importNames(evaluation: CodeEvaluation, statement: SyntaxNode, names: Names): void {
  const parts = childrenOf(statement);
  const source = parts.find(({ name }) => name === "String");
  const group = parts.find(({ name }) => name === "ImportGroup");
  if (parts.some(({ name }) => name === "type")) return;
  if (source === undefined || group === undefined || unescaped(evaluation.text(source).slice(1, -1)) !== PACKAGE)
    throw new CodeError(
      statement,
      `Only names of "${PACKAGE}" can be imported here`,
      `Write import { flow } from "${PACKAGE}"`,
    );
  let entry: SyntaxNode[] = [];
  for (const part of [...childrenOf(group).slice(1)]) {
    if (part.name !== "," && part.name !== "}") {
      entry.push(part);
      continue;
    }
    const [outside, , inside = outside] = entry;
    if (outside !== undefined && outside.name !== "type") {
      const name = evaluation.text(outside);
      const value = IMPORTABLE.get(name);
      if (value === undefined && !/^[A-Z]/.test(name))
        throw new CodeError(
          outside,
          `"${PACKAGE}" has no "${name}"`,
          `${didYouMean(name, IMPORTABLE.keys())}There are ${[...IMPORTABLE.keys()].join(", ")}`,
        );
      names.set(evaluation.text(inside!), value);
    }
    entry = [];
  }
}

function exportsOf(evaluation: CodeEvaluation, statement: SyntaxNode, names: Names) {
  const [inner] = partsOf(statement);
  if (inner === undefined || TYPES.has(inner.name)) return [];
  if (inner.name === "VariableDeclaration")
    return declare(evaluation, inner, names).map((name) => ({ name, value: names.get(name) }));
  if (!childrenOf(statement).some(({ name }) => name === "default"))
    throw unreadable(statement, evaluation.text(statement));
  return [{ name: "workflow", value: evaluation.value(inner, names) }];
}

/** The parser flattens what is nested more deeply; each call of a chain is two levels. */
const MOST_LEVELS = 2_400;

function checkTree(top: SyntaxNode): void {
  let level = 0;
  top.cursor().iterate(
    ({ type, node }) => {
      level += 1;
      if (type.isError)
        throw new CodeError(node, "The code breaks here", "Correct what stands at this place or just before it");
      if (level > MOST_LEVELS)
        throw new CodeError(
          node,
          "More than 1,000 calls follow each other, or the code is nested too deeply",
          "Split it: const part = flow(…)…; part.…",
        );
    },
    () => {
      level -= 1;
    },
  );
}
