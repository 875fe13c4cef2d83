import type { Construct } from "../state/construct.ts";
import { endNode, failNode, failureAsOutput } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import { scopeOutput } from "../state/scope-instance.ts";
import { anyOutput } from "./container-schema.ts";
import { parallel } from "./parallel.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Runs the nodes inside in a scope whose failure can be caught. It ends on `out` or `catch`, and takes `finally` in both cases (rule 6). */
export const tryNode: Construct<null, undefined> = {
  ...parallel,
  manifest: {
    ...parallel.manifest!,
    type: "try",
    sentence: ["try"],
    title: "Try",
    description:
      "Runs the nodes inside. After a failure it continues at catch, with the error as data. finally always follows.",
    output: anyOutput,
    ports: ["out", "catch", "finally"],
  },
  container: { scopes: "one", catches: true },
  also: "finally",
  portWords: { catch: "if it fails", finally: "in the end" },
  onScopeEnd(run, entry, child, closing) {
    closeEntry(run, entry);
    const { node } = entry;
    const scope = scopeOf(run, entry);
    const { also } = node.construct;
    if (closing.kind !== "failed") {
      endNode(run, scope, node, "out", scopeOutput(child), { also });
    } else if (node.outgoing.some((edge) => edge.port === "catch")) {
      endNode(run, scope, node, "catch", failureAsOutput(run, closing.failure), { also });
    } else {
      failNode(run, scope, node, closing.failure, { also });
    }
  },
};
