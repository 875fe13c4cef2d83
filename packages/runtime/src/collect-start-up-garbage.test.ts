import { waitFor } from "@tempograph/testing";
import { expect, test } from "vitest";
import { collectStartUpGarbage } from "./collect-start-up-garbage.ts";

test("what nothing refers to any more is collected, and no other code gets the collector", async () => {
  const left = new WeakRef({ text: "left behind" });
  collectStartUpGarbage(0);
  await waitFor(() => left.deref() === undefined, { what: "the object to be collected" });
  expect(globalThis.gc).toBeUndefined();
});
