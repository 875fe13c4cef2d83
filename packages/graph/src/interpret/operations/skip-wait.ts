import type { Operation } from "../operation.ts";
import { endNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import { isRefusal, openAt, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { OpenKind } from "../state/open-entry.ts";

/** The kinds of open entries that wait. A step whose activity is still running does not wait. */
const WAITS: ReadonlySet<OpenKind> = new Set<OpenKind>(["timer", "signal", "reply"]);

/** Ends a wait early, on the port `out`. */
export const skipWait: OperationRule<Extract<Operation, { name: "skipWait" }>> = {
  check(run, { path }) {
    const entry = openAt(run, path);
    if (isRefusal(entry)) return entry;
    if (WAITS.has(entry.kind) && entry.node.construct.skippable === true) return null;
    return {
      code: "NOT_WAITING",
      message: `"${path}" (${entry.node.definition.type}) does not wait for anything that can be skipped.`,
      hint: "Delays and waits for a moment, a signal, an event or a called workflow can be skipped; an approval is decided.",
    };
  },
  carryOut(run, { path, output }, by) {
    const entry = run.open.get(path)!;
    closeEntry(run, entry);
    run.decided.set(path, { as: "skipped", by: by.name });
    endNode(run, scopeOf(run, entry), entry.node, "out", output ?? { skipped: true }, { by: by.name });
  },
};
