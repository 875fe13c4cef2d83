import { failureAsData, type Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { MAX_VALUE_BYTES } from "../../definition/limits.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { closeScope } from "../scope/closing.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { expressionFailure } from "../step/expression-failure.ts";
import { newProgress, type LoopProgress } from "../state/loop-progress.ts";
import { closeEntry, openEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import type { Run } from "../state/run.ts";
import {
  type Closing,
  furtherFailures,
  type ScopeInstance,
  scopeOutput,
  withFurtherFailures,
} from "../state/scope-instance.ts";
import { scopeView } from "../scope/scope-view.ts";
import { traceNode } from "../effects/trace-node.ts";
import { failLoop } from "../scope/compensate-rounds.ts";
import { compensateSchema } from "./container-schema.ts";
import { CORE_PACK } from "./core-pack.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { closedObject } from "../../schema/closed-object.ts";

/** A loop with more items would have a state that is too large for a continue-as-new. */
export const MAX_ITEMS = 100_000;

interface Compiled {
  readonly data: CompiledTemplate;
  /** Rendered in the scope of an item when the item ends; null if the result is the output of the scope. */
  readonly result: CompiledTemplate | null;
}

type Entry = OpenEntry<Compiled, LoopProgress>;

/** Runs the nodes inside once for each item, `concurrency` items at a time. The results have the order of the items. */
export const forEach: Construct<Compiled, LoopProgress> = {
  manifest: {
    type: "for_each",
    title: "For each",
    description: "Runs the nodes inside once for each item. The results have the order of the items.",
    runs: "machine",
    input: {
      type: "object",
      required: ["items"],
      properties: {
        items: { type: "array", description: "A list, or a template whose value is a list." },
        concurrency: { type: "integer", minimum: 1, description: "How many items run at the same time. Default 1." },
        onItemError: {
          enum: ["stop", "continue"],
          description: "What happens after an item has failed. Default stop.",
        },
        result: {
          description: "The result of an item, rendered when it ends. Default: the outputs of its last nodes.",
        },
        compensate: compensateSchema,
      },
    },
    output: {
      type: "object",
      properties: { results: { type: "array" }, errors: { type: "array" }, count: { type: "integer" } },
      required: ["results", "errors", "count"],
      additionalProperties: false,
    },
    ports: ["out"],
    idempotent: true,
    sentence: ["for each of {items}[ and {concurrency} at a time]"],
    pack: CORE_PACK,
    example: { items: "{{ payload.orders }}", concurrency: 5 },
  },
  fields: {
    onItemError: "literal",
    compensate: "literal",
    result: { kind: "template", view: "within" },
  },
  container: { scopes: "perRound", loop: "items", ownVars: true, gives: "results" },
  outputOf(data, inside) {
    const result = data["result"] === undefined ? inside() : true;
    const errors = { type: "array", items: closedObject({ index: { type: "integer" }, error: { type: "object" } }) };
    // The result of an item that failed is null.
    const items = data["onItemError"] === "continue" ? true : result;
    return closedObject({ results: { type: "array", items }, errors, count: { type: "integer" } });
  },
  compile(node, interpreterVersion) {
    const { result, ...rest } = node.data;
    const data = compileTemplate(rest, { at: "/data", interpreterVersion });
    const kept = result === undefined ? null : compileTemplate(result, { at: "/data/result", interpreterVersion });
    const compiled: Compiled = { data, result: kept };
    return { compiled, references: [...data.references, ...(kept?.references ?? [])] };
  },
  enter(run, scope, node) {
    const input = node.compiled.data.render(scopeView(run, scope, node), createBudget()) as JsonObject;
    const { items } = input;
    if (!Array.isArray(items) || items.length > MAX_ITEMS) {
      failNode(run, scope, node, Array.isArray(items) ? tooMany(items.length) : notAList(items), {});
      return;
    }
    const concurrency = input["concurrency"] ?? 1;
    if (typeof concurrency !== "number" || !Number.isInteger(concurrency) || concurrency < 1) {
      failNode(run, scope, node, NO_CONCURRENCY);
      return;
    }
    traceNode(run, scope, node, "started", { input: { count: items.length, concurrency } });
    const loop = newProgress({ total: items.length, items: items as readonly Json[], concurrency });
    beginItems(run, openEntry(run, scope, node, "container", loop, { children: new Set<string>() }));
  },
  onScopeEnd(run, entry, child, closing) {
    const loop = entry.memo;
    loop.running -= 1;
    const failure = keepResult(run, entry, child, closing);
    if (loop.stopped !== null) {
      loop.stopped = withFurtherFailures(loop.stopped, failure === null ? furtherFailures(child) : [failure]);
    }
    if (failure !== null) {
      loop.results[child.index!] = null;
      if (!stops(entry)) {
        const error = failureAsData(failure, run.program.definition.interpreterVersion);
        loop.errors.push({ index: child.index!, error });
        loop.bytes += jsonSize(error, MAX_VALUE_BYTES);
        run.hadErrors = true;
      }
      if (loop.stopped === null && stops(entry)) {
        loop.stopped = loop.bytes > MAX_VALUE_BYTES ? { ...RESULTS_TOO_LARGE, path: entry.path } : failure;
        for (const key of [...entry.children!]) closeScope(run, run.scopes.get(key)!, { kind: "cancelled" });
      }
    }
    beginItems(run, entry);
  },
};

function beginItems(run: Run, entry: Entry): void {
  const loop = entry.memo;
  const scope = scopeOf(run, entry);
  while (loop.stopped === null && loop.running < loop.concurrency && loop.next < loop.total) {
    const index = loop.next;
    loop.next += 1;
    loop.running += 1;
    const path = `${entry.path}[${index}]`;
    openScope(run, entry, entry.node.inner[0]!, { key: path, path, index, item: loop.items[index]! });
  }
  if (loop.running > 0) return;
  if (loop.stopped !== null) {
    failLoop(run, entry, loop.stopped);
    return;
  }
  closeEntry(run, entry);
  const errors = loop.errors.toSorted((a, b) => a.index - b.index);
  endNode(run, scope, entry.node, "out", { results: loop.results, errors, count: loop.total });
}

/** Stores the result of an item that ended. @returns the failure, if the item failed or its result could not be stored */
function keepResult(run: Run, entry: Entry, child: ScopeInstance, closing: Closing): Failure | null {
  if (closing.kind === "failed") return closing.failure;
  if (closing.kind === "cancelled") return null;
  const { memo: loop } = entry;
  const { result } = entry.node.compiled;
  let kept: Json;
  try {
    kept = result === null ? scopeOutput(child) : result.render(scopeView(run, child, entry.node), createBudget());
  } catch (error) {
    return { ...expressionFailure(error), path: child.path };
  }
  loop.bytes += jsonSize(kept, MAX_VALUE_BYTES);
  if (loop.bytes > MAX_VALUE_BYTES) return { ...RESULTS_TOO_LARGE, path: entry.path };
  loop.results[child.index!] = kept;
  return null;
}

function stops(entry: Entry): boolean {
  return entry.node.definition.data["onItemError"] !== "continue" || entry.memo.bytes > MAX_VALUE_BYTES;
}

function notAList(found: Json | undefined): Failure {
  const what = found === null ? "null" : typeof found;
  return {
    code: "ITEMS_NOT_A_LIST",
    message: `The rendered value of items is not a list, but ${what}.`,
    hint: "Give a list, such as {{ payload.orders }}, or {{ [payload.order] }} for a single value.",
    retryable: false,
  };
}

function tooMany(count: number): Failure {
  return {
    code: "TOO_MANY_ITEMS",
    message: `The list has ${count} items, but a loop may have at most ${MAX_ITEMS}.`,
    hint: "Split the list into pages, and call a workflow for each page.",
    retryable: false,
  };
}

const NO_CONCURRENCY: Failure = {
  code: "INPUT_INVALID",
  message: "The rendered value of concurrency is not a whole number of at least 1.",
  hint: "Give the number of items that may run at the same time.",
  retryable: false,
};

const RESULTS_TOO_LARGE: Failure = {
  code: "OUTPUT_TOO_LARGE",
  message: `The results and errors of all items together are larger than ${MAX_VALUE_BYTES} bytes.`,
  hint: 'Keep less of each item: let "result" name only what is needed, or null to keep nothing.',
  retryable: false,
};
