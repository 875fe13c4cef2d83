import * as elkApi from "elkjs/lib/elk-api.js";
import type { ELKConstructorArguments } from "elkjs/lib/elk-api.js";
import ElkWorker from "elkjs/lib/elk-worker.min.js?worker";
import type { RunElk } from "./lay-out.ts";

type ElkClass = new (options: ELKConstructorArguments) => { readonly layout: RunElk };

let elk: InstanceType<ElkClass> | undefined;

/** Computes a layout in a worker, so that the page stays alive while it does. */
export const runInWorker: RunElk = (graph) => startedElk().layout(graph);

/** Loads the worker, if that has not been done: the library is large, and can be there before the graph that needs it. */
export function startLayoutWorker(): void {
  startedElk();
}

function startedElk(): InstanceType<ElkClass> {
  elk ??= new (elkClass())({ workerFactory: () => new ElkWorker() });
  return elk;
}

/** The package is CommonJS: the class is its default export, or the default of that, as the bundler has it. */
function elkClass(): ElkClass {
  const given = elkApi as { readonly default?: unknown };
  const inner = given.default as { readonly default?: unknown } | undefined;
  return (inner?.default ?? inner) as ElkClass;
}
