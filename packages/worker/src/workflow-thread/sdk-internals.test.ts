import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

const requireHere = createRequire(import.meta.url);

/** The files of the SDK that our workflow thread replaces, wraps or relies on. */
const FILES = ["threaded-vm", "workflow-worker-thread", "reusable-vm", "vm-shared"];

/**
 * If this test fails, the SDK's files have changed. Read the changes (the messages between the threads, what happens before the
 * first await of an activation, what reads the promise hook's data), adapt the workflow thread and run its Temporal test. Then
 * update the version and the hash here.
 */
test("the SDK's workflow thread is the version that ours was written for", () => {
  const { version } = requireHere("@temporalio/worker/package.json") as { version: string };
  const hash = createHash("sha256");
  for (const file of FILES)
    hash.update(readFileSync(requireHere.resolve(`@temporalio/worker/lib/workflow/${file}`), "utf8"));
  expect({ version, hash: hash.digest("hex").slice(0, 16) }).toEqual({ version: "1.24.0", hash: "7d9a6bd3a13eaa0b" });
});
