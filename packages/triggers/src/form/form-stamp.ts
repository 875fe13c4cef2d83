import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "@tempograph/runtime";

/** A person takes at least as long, and has this long. */
const SOONEST_MS = 1_000;
const LATEST_MS = 24 * 3_600_000;

/**
 * When a page was made, signed for its form. A program that has not loaded the page has no stamp; one that collects stamps has each for a
 * day only. Every API process has the keys.
 */
export function makeStamp({ current }: KeyRing, form: string, now: number = Date.now()): string {
  const text = `${current.id}.${now}.${randomBytes(9).toString("base64url")}`;
  return `${text}.${sign(current.secret, form, text)}`;
}

export function isStampValid(keys: KeyRing, form: string, stamp: unknown, now: number = Date.now()): boolean {
  const [, text, id, at, signature] = /^(([^.]{1,100})\.(\d{1,16})\.[\w-]{12})\.([\w-]{43})$/.exec(String(stamp)) ?? [];
  const secret = keys.get(id ?? "")?.secret;
  if (secret === undefined) return false;
  const expected = Buffer.from(sign(secret, form, text!));
  const age = now - Number(at);
  return timingSafeEqual(expected, Buffer.from(signature!)) && age >= SOONEST_MS && age <= LATEST_MS;
}

/** The key only signs stamps, whatever else the ring's key is used for. */
function sign(secret: Buffer, form: string, text: string): string {
  const key = createHmac("sha256", secret).update("tempograph form stamp").digest();
  return createHmac("sha256", key).update(`${form}\n${text}`).digest("base64url");
}
