import { randomBytes } from "node:crypto";
import type { PayloadKeys } from "@tempograph/db";
import { createKeyRing } from "@tempograph/runtime";

/** Keys that live in this process only. */
export function testKeys(id = "test"): PayloadKeys {
  const keys = new Map([[id, { id, secret: randomBytes(32) }]]);
  return { ring: createKeyRing("payload keys", "this test", { current: id, keys }), encrypt: true };
}
