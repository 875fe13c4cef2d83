import type { Problem } from "../definition/problem.ts";
import { configProblem } from "./config-problem.ts";
import { triggerSource } from "./trigger-source.ts";

/** The JSON Schema of a path that somebody chooses. */
export const pathSchema = {
  type: "string",
  title: "Path",
  description:
    "The end of the address, such as `orders` or `shop/orders`, unique in the project. Without it the address ends with the ids of workflow and trigger.",
  minLength: 1,
  maxLength: 200,
} as const;

const SEGMENTS = /^[A-Za-z0-9][A-Za-z0-9_.-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*)*$/;

/** The path at which a trigger is reached: the chosen one, or one that follows from the ids, so that it never changes. */
export function hookPath(
  config: { readonly path?: string | undefined },
  workflowId: string,
  triggerId: string,
): string {
  return config.path ?? `${workflowId}/${triggerId}`;
}

/** The source of the events that come in at a path. */
export function hookSource(kind: "webhook" | "form", path: string): string {
  return triggerSource(kind, ...path.split("/"));
}

/** The address with the path that somebody has chosen. A generated path belongs to one trigger anyway. */
export function chosenAddress(
  kind: "webhook" | "form",
  { path }: { readonly path?: string | undefined },
): string | undefined {
  return path === undefined ? undefined : hookSource(kind, path);
}

/** Why the path cannot be chosen. Those that begin with an id of a workflow are the generated ones. */
export function* pathProblems(path: string | undefined): Iterable<Problem> {
  if (path === undefined || (SEGMENTS.test(path) && !/^wf_/i.test(path))) return;
  yield configProblem(
    "/path",
    `${JSON.stringify(path)} cannot be the path of an address.`,
    "Use letters, digits, _ . - and / between them, such as shop/orders. It must not begin with wf_.",
  );
}
