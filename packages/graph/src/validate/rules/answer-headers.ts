import { isObject } from "../../definition/json.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";
import { answerHeaderProblem } from "../../triggers/answer-headers.ts";
import type { Rule } from "../rule.ts";

/** Headers that an answer to a sender cannot set. What a template gives is looked at when the node runs. */
export const answerHeaders: Rule = function* ({ nodes, nodePath }) {
  for (const [index, { id, type, data }] of nodes.entries()) {
    const { headers } = data;
    if (type !== "respond" || !isObject(headers)) continue;
    for (const [name, value] of Object.entries(headers)) {
      const message = answerHeaderProblem(name, typeof value === "string" && !holdsTemplate(value) ? value : "");
      if (message === undefined) continue;
      yield {
        ...{ code: "INVALID_NODE_DATA", severity: "error", path: `${nodePath(index)}/data/headers`, node: id, message },
        hint: "Set Content-Type, Location, Retry-After, or headers that begin with X-.",
      };
    }
  }
};
