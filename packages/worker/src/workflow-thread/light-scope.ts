import { createRequire } from "node:module";
import type { Context } from "node:vm";

const vm = createRequire(import.meta.url)("node:vm") as {
  runInContext(code: string, context: Context, options?: object): unknown;
};

/**
 * All workflows of the thread share one V8 context. The SDK copies every global variable out of it and in again when the next activation is another
 * workflow's, so that workflow code can have global variables. The interpreter has none (`light-scope.test.ts` holds it to that): all that
 * differs is the SDK's own variable for the workflow that runs.
 */
const LIGHT_SCOPE = `{
  let current;
  const callIntoScope = () => {
    const [holder, fn, args] = globalThis.__temporal_args;
    if (current !== holder) {
      if (current !== undefined) current.activator = globalThis.__TEMPORAL_ACTIVATOR__;
      globalThis.__TEMPORAL_ACTIVATOR__ = holder.activator;
      current = holder;
    }
    return __TEMPORAL__.api[fn](...args);
  };
  Object.defineProperty(globalThis, "__TEMPORAL_CALL_INTO_SCOPE", {
    value: callIntoScope, writable: false, enumerable: false, configurable: false
  });
}`;

/** Puts the light scope in the place of the SDK's script, in contexts that are made from now on. */
export function installLightScope(): void {
  const { runInContext } = vm;
  vm.runInContext = (code, context, options) =>
    runInContext(code.includes("const __TEMPORAL_CALL_INTO_SCOPE =") ? LIGHT_SCOPE : code, context, options);
}
