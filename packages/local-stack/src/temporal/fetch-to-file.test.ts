import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startFileServer } from "../fixtures/file-server.ts";
import { tempDir } from "../fixtures/temp-dir.ts";
import { fetchToFile } from "./fetch-to-file.ts";

const WHOLE = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const sha256 = createHash("sha256").update(WHOLE).digest("hex");
const file = (): string => join(tempDir(), "archive.part");

test("a download continues after a broken connection", async () => {
  const [target, seen] = [file(), [] as (readonly [number, number | undefined])[]];
  const arrived = (): number => seen.at(-1)?.[0] ?? 0;
  const server = await startFileServer(WHOLE, { breakAt: [100_000, 150_000], arrived });
  await fetchToFile({ url: server.url, file: target, sha256, onBytes: (...bytes) => seen.push(bytes) });
  expect(readFileSync(target).equals(WHOLE)).toBe(true);
  expect(server.ranges).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
  expect(seen.at(-1)).toEqual([300_000, 300_000]);
  expect(seen.every(([, total]) => total === 300_000)).toBe(true);
});

test("a download continues from the part that an earlier process received", async () => {
  const server = await startFileServer(WHOLE);
  const target = file();
  writeFileSync(target, WHOLE.subarray(0, 200_000));
  await fetchToFile({ url: server.url, file: target, sha256 });
  expect(readFileSync(target).equals(WHOLE)).toBe(true);
  expect(server.ranges).toEqual(["bytes=200000-"]);
});

test.each([
  ["that is of something else", Buffer.alloc(200_000, 7), ["bytes=200000-", undefined]],
  ["that is longer than the whole", Buffer.alloc(400_000, 7), ["bytes=400000-", undefined]],
])("a beginning %s is thrown away, and the whole fetched", async (_name, beginning, ranges) => {
  const server = await startFileServer(WHOLE);
  const target = file();
  writeFileSync(target, beginning);
  await fetchToFile({ url: server.url, file: target, sha256 });
  expect(readFileSync(target).equals(WHOLE)).toBe(true);
  expect(server.ranges).toEqual(ranges);
});

test("a server that cannot go on sends the whole again", async () => {
  const server = await startFileServer(WHOLE, { ranges: false });
  const target = file();
  writeFileSync(target, WHOLE.subarray(0, 200_000));
  await fetchToFile({ url: server.url, file: target, sha256 });
  expect(readFileSync(target).equals(WHOLE)).toBe(true);
});

test("a file with another checksum is refused and not kept", async () => {
  const server = await startFileServer(WHOLE);
  const target = file();
  await expect(fetchToFile({ url: server.url, file: target, sha256: "00" })).rejects.toThrow(/has the checksum/);
  expect(existsSync(target)).toBe(false);
});

test("an unreachable server, a refusing server and a silent server give different errors", async () => {
  const fails = (url: string): Promise<void> => fetchToFile({ url, file: file(), sha256, idleMs: 200 });
  await expect(fails("http://127.0.0.1:9/nothing")).rejects.toThrow(/^127\.0\.0\.1:9: /);
  await expect(fails(`${(await startFileServer(WHOLE)).url}/other`)).rejects.toThrow(/the server answered 404/);
  await expect(fails((await startFileServer(WHOLE, { silent: true })).url)).rejects.toThrow(/nothing came for 0\.2 s/);
});
