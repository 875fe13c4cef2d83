import { expect, test } from "vitest";
import { base32 } from "./base32.ts";
import { newId } from "./new-id.ts";

test("ids are unique, sorted as they were made, and safe in URLs", () => {
  const ids = Array.from({ length: 20_000 }, () => newId("evt"));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids.slice(0, 100)) expect(id).toMatch(/^evt_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
});

test("base32 is that of the TypeID convention", () => {
  expect(base32(Buffer.from("01890a5dac96774bbcceb302099a8057", "hex"))).toBe("01h455vb4pex5vsknk084sn02q");
});
