import { CONTAINER_TYPES } from "../../definition/container-types.ts";
import type { Rule } from "../rule.ts";

/**
 * What `interpreterVersion` 1 does not carry out. Refused, never silently ignored; the one place to shorten when the
 * machine learns more.
 */
const UNSUPPORTED_ON_ERROR: ReadonlySet<string> = new Set(["pause"]);
const UNSUPPORTED_SETTINGS = ["compensate"] as const;

export const notYet: Rule = function* ({ nodes, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    const path = nodePath(index);
    const refuse = (place: string, what: string, cure: string) =>
      ({
        code: "NOT_SUPPORTED_YET",
        severity: "error",
        path: path + place,
        node: node.id,
        message: `${what} is part of the language, but this version does not carry it out yet.`,
        cure,
      }) as const;
    if (CONTAINER_TYPES.has(node.type)) {
      yield refuse("/type", `The container "${node.type}"`, "Write the steps out side by side or one after the other.");
    }
    const { settings } = node;
    if (settings?.onError !== undefined && UNSUPPORTED_ON_ERROR.has(settings.onError)) {
      yield refuse(
        "/settings/onError",
        `onError "${settings.onError}"`,
        'Use "fail" or "continue", or draw an edge with sourceHandle "error".',
      );
    }
    for (const key of UNSUPPORTED_SETTINGS) {
      if (settings?.[key] === undefined) continue;
      yield refuse(`/settings/${key}`, key, 'Draw an edge with sourceHandle "error" to the node that undoes the work.');
    }
  }
};
