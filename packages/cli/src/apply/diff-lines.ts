import type { GraphDiff } from "@tempograph/graph";
import { cell } from "../output/table.ts";

/** Differences as lines: `+` only the newer side has it, `-` only the older one, `~` both, with other values. */
export function diffLines(diff: GraphDiff): string[] {
  const { nodes, edges, triggers, settings, other } = diff;
  return [
    ...elements("node", nodes, ({ id, type }) => `${id} (${String(type)})`),
    ...elements("edge", edges, ({ source, target }) => `${String(source)} > ${String(target)}`),
    ...elements("trigger", triggers, (trigger) => cell(trigger)),
    ...settings.map((change) => changeLine("settings", change)),
    ...other.map((change) => changeLine("graph", change)),
  ];
}

type Named = Readonly<Record<string, unknown>>;

interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface Elements {
  readonly added: readonly unknown[];
  readonly removed: readonly unknown[];
  readonly changed: readonly { readonly id: string; readonly changes: readonly Change[] }[];
  readonly reordered: boolean;
}

function elements(
  what: string,
  { added, removed, changed, reordered }: Elements,
  name: (element: Named) => string,
): string[] {
  return [
    ...added.map((one) => `+ ${what} ${name(one as Named)}`),
    ...removed.map((one) => `- ${what} ${name(one as Named)}`),
    ...changed.flatMap(({ id, changes }) => changes.map((change) => changeLine(`${what} ${id}`, change))),
    ...(reordered ? [`~ the order of the ${what}s`] : []),
  ];
}

function changeLine(where: string, { path, before, after }: Change): string {
  if (before === undefined) return `+ ${where} ${path}: ${cell(after)}`;
  if (after === undefined) return `- ${where} ${path}: ${cell(before)}`;
  return `~ ${where} ${path}: ${cell(before)} > ${cell(after)}`;
}
