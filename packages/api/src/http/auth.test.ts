import { createHash } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAuth } from "./auth.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tempograph-auth-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(dir, { recursive: true, force: true });
});

const sha256 = (token: string) => createHash("sha256").update(token).digest("hex");
const entry = (name: string, token: string, roles: unknown = ["viewer"]) => ({
  name,
  roles,
  tokenSha256: sha256(token),
});

async function file(content: unknown, mode = 0o600): Promise<string> {
  const path = join(dir, "tokens.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  await chmod(path, mode);
  return path;
}

test("each token has its own name and roles, and the first token is the owner's", async () => {
  const tokensFile = await file([entry("kim", "tg_kim", ["viewer", "finance"])]);
  const auth = await createAuth({ token: "tg_owner", tokensFile });
  expect(await auth.authenticate("Bearer tg_owner")).toEqual({
    ...{ name: "owner", roles: ["admin"], project: "main" },
    everyProject: true,
  });
  expect(await auth.authenticate("bearer  tg_kim ")).toEqual({
    name: "kim",
    roles: ["viewer", "finance"],
    project: "main",
  });
  for (const header of [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    "Bearer tg_other",
    "tg_kim",
    "Basic tg_kim",
    `Bearer ${sha256("tg_kim")}`,
  ])
    expect(await auth.authenticate(header), header).toBeUndefined();
});

test.each([
  ["not JSON", "{", 0o600, "is not JSON"],
  ["no list", {}, 0o600, "has to be a JSON list"],
  ["readable by others", [], 0o640, "chmod 600"],
  ["writable by others", [], 0o602, "chmod 600"],
  ["two of a name", [entry("kim", "tg_secret1"), entry("kim", "tg_secret2")], 0o600, "two tokens named kim"],
  ["the owner's name", [entry("owner", "tg_secret1")], 0o600, "entry 0"],
  ["no roles", [entry("kim", "tg_secret1", [])], 0o600, "`roles`"],
  [
    "a token in place of its hash",
    [{ name: "kim", roles: ["viewer"], tokenSha256: "tg_secret1" }],
    0o600,
    "64 hex digits",
  ],
  ["a bad name", [entry("kim lee", "tg_secret1")], 0o600, "`name`"],
])("a file with %s is refused, named, and never printed back", async (_what, content, mode, message) => {
  const tokensFile = await file(content, mode);
  const attempt = createAuth({ token: "tg_owner", tokensFile });
  await expect(attempt).rejects.toThrow(message);
  await expect(attempt).rejects.toThrow(tokensFile);
  await expect(attempt).rejects.not.toThrow("tg_secret1");
});

test("without a restart, a removed token stops working and an added one works; an invalid file changes nothing", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const tokensFile = await file([entry("kim", "tg_kim")]);
  const errors: string[] = [];
  const auth = await createAuth({ token: "tg_owner", tokensFile, onError: (error) => errors.push(error.message) });
  await file([entry("lee", "tg_lee_1")]);
  vi.advanceTimersByTime(3_000);
  expect(await auth.authenticate("Bearer tg_kim")).toBeUndefined();
  expect(await auth.authenticate("Bearer tg_lee_1")).toMatchObject({ name: "lee" });
  await file("half of it");
  vi.advanceTimersByTime(3_000);
  expect(await auth.authenticate("Bearer tg_lee_1")).toMatchObject({ name: "lee" });
  expect(errors).toEqual([expect.stringContaining("is not JSON")]);
});
