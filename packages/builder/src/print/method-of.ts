import { isObject, type GraphNode, type JsonObject } from "@tempograph/graph";
import { branchMethod, switchMethod } from "./case-methods.ts";
import { giving, hasOnly, logic } from "./data-code.ts";
import type { Doc } from "./doc.ts";
import { literal } from "./literal.ts";
import { PLAIN, type Method, type MethodPath } from "./method.ts";

const TIMEOUT: MethodPath = { port: "timeout", as: { option: "onTimeout" }, needed: true };

function optionsOf(data: JsonObject, ...names: readonly string[]): [string, Doc][] {
  return names.flatMap((name): [string, Doc][] => (Object.hasOwn(data, name) ? [[name, literal(data[name])]] : []));
}

/** The method that produces exactly this data, or null if the node has to be printed with its raw data. */
export function methodOf({ type, data }: GraphNode): Method | null {
  return Object.hasOwn(METHODS, type) ? (METHODS[type]?.(data) ?? null) : null;
}

/** The ports that the code of a method goes on from by itself. */
export function portsOfMethod(method: Method): readonly string[] {
  if (method.name === "approval") return ["approved", "rejected"];
  const paths = method.paths.filter(({ as }) => as === "case" || as === "argument").map(({ port }) => port);
  return method.main === null ? paths : [...paths, method.main];
}

const METHODS: { readonly [type: string]: (data: JsonObject) => Method | null } = {
  branch: branchMethod,
  switch: switchMethod,
  delay(data) {
    const { ms, duration } = data;
    const isMs = typeof ms === "number" && hasOnly(data, "ms");
    const isDuration = typeof duration === "string" && hasOnly(data, "duration");
    return isMs || isDuration ? { ...PLAIN, name: "sleep", before: [literal(ms ?? duration)] } : null;
  },
  sleep_until(data) {
    if (typeof data["until"] !== "string" || !hasOnly(data, "until", "timeZone")) return null;
    return { ...PLAIN, name: "sleepUntil", before: [literal(data["until"])], options: optionsOf(data, "timeZone") };
  },
  wait_for_signal(data) {
    if (typeof data["name"] !== "string" || !hasOnly(data, "name", "timeout")) return null;
    return { ...PLAIN, name: "waitForSignal", before: [literal(data["name"])], ...timing(data) };
  },
  wait_for_event(data) {
    if (data["eventType"] === undefined || !hasOnly(data, "eventType", "match", "lookBack", "timeout")) return null;
    const { options, paths } = timing(data);
    const match: [string, Doc][] = data["match"] === undefined ? [] : [["match", logic(data["match"])]];
    return {
      ...PLAIN,
      name: "waitForEvent",
      idFirst: true,
      before: [literal(data["eventType"])],
      options: [...match, ...optionsOf(data, "lookBack"), ...options],
      paths,
    };
  },
  approval(data) {
    const { timeout: _, ...input } = data;
    const { options, paths } = timing(data);
    const rejected: MethodPath = { port: "rejected", as: { option: "rejected" }, needed: true };
    return {
      ...PLAIN,
      name: "approval",
      idFirst: true,
      before: [literal(input)],
      options,
      main: "approved",
      paths: [rejected, ...paths],
    };
  },
  call_workflow(data) {
    const { timeout: _, ...input } = data;
    if (typeof input["workflow"] !== "string") return null;
    return { ...PLAIN, name: "callWorkflow", idFirst: true, before: [literal(input)], mayFail: true, ...timing(data) };
  },
  signal_workflow: (data) => ({
    ...PLAIN,
    name: "signalWorkflow",
    idFirst: true,
    before: [literal(data)],
    mayFail: true,
  }),
  emit_event: (data) => ({ ...PLAIN, name: "emitEvent", idFirst: true, before: [literal(data)], mayFail: true }),
  set(data) {
    return isObject(data["values"]) && hasOnly(data, "values")
      ? { ...PLAIN, name: "set", before: [literal(data["values"])] }
      : null;
  },
  transform(data) {
    const { output, logic: rule } = data;
    if (output !== undefined && hasOnly(data, "output")) {
      return { ...PLAIN, name: "transform", idFirst: true, before: [giving(output)] };
    }
    return rule !== undefined && hasOnly(data, "logic")
      ? { ...PLAIN, name: "transform", idFirst: true, before: [logic(rule)] }
      : null;
  },
  end(data) {
    if (!hasOnly(data, "output", "terminate")) return null;
    const output = Object.hasOwn(data, "output") ? literal(data["output"]) : "undefined";
    return { ...PLAIN, name: "end", before: [output], options: optionsOf(data, "terminate"), main: null };
  },
  fail: (data) => ({ ...PLAIN, name: "fail", before: [literal(data)], main: null }),
  repeat(data) {
    if (data["times"] === undefined || !hasOnly(data, "times")) return null;
    return { ...PLAIN, name: "loop", before: [literal(data["times"])], mayFail: true, body: "one" };
  },
  while(data) {
    if (data["condition"] === undefined || !hasOnly(data, "condition", "maxRounds", "testAfter")) return null;
    const options = optionsOf(data, "maxRounds", "testAfter");
    return { ...PLAIN, name: "while", before: [logic(data["condition"])], options, mayFail: true, body: "one" };
  },
  for_each(data) {
    if (data["items"] === undefined) return null;
    if (!hasOnly(data, "items", "concurrency", "onItemError", "result", "compensate")) return null;
    const result: [string, Doc][] = data["result"] === undefined ? [] : [["result", giving(data["result"])]];
    const options = [...optionsOf(data, "concurrency", "onItemError"), ...result, ...optionsOf(data, "compensate")];
    return { ...PLAIN, name: "forEach", before: [literal(data["items"])], options, mayFail: true, body: "one" };
  },
  race(data) {
    if (!hasOnly(data, "onBranchError", "compensate")) return null;
    return {
      ...PLAIN,
      name: "race",
      options: optionsOf(data, "onBranchError", "compensate"),
      mayFail: true,
      body: "paths",
    };
  },
  try(data) {
    if (!hasOnly(data, "compensate")) return null;
    const paths: MethodPath[] = [
      { port: "catch", as: { option: "catch" }, needed: false },
      { port: "finally", as: { option: "finally" }, needed: false, asideOf: "catch" },
    ];
    return { ...PLAIN, name: "try", options: optionsOf(data, "compensate"), paths, body: "one" };
  },
  parallel(data) {
    if (!hasOnly(data, "compensate")) return null;
    return { ...PLAIN, name: "scope", options: optionsOf(data, "compensate"), mayFail: true, body: "one" };
  },
  lock(data) {
    if (data["key"] === undefined || !hasOnly(data, "key", "timeout")) return null;
    return { ...PLAIN, name: "lock", before: [literal(data["key"])], mayFail: true, body: "one", ...timing(data) };
  },
};

/** A time-out is written together with its path. */
function timing(data: JsonObject): Pick<Method, "options" | "paths"> {
  return Object.hasOwn(data, "timeout")
    ? { options: optionsOf(data, "timeout"), paths: [TIMEOUT] }
    : { options: [], paths: [] };
}
