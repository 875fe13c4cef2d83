import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readToken } from "./read-token.ts";

test("the token is made once even by concurrent starts, only its owner can read it, and the next start uses it again", async () => {
  const parent = await mkdtemp(join(tmpdir(), "tempograph-token-"));
  const dir = join(parent, "data");
  try {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => readToken(dir)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^tg_[\w-]{43}$/);
    expect((await stat(join(dir, "token"))).mode & 0o777).toBe(0o600);
    expect(await readToken(dir)).toBe(tokens[0]);
    expect(await readFile(join(dir, "token"), "utf8")).toBe(`${tokens[0]}\n`);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});

test("a token file that others can read is closed", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tempograph-token-"));
  try {
    const token = await readToken(dir);
    await chmod(join(dir, "token"), 0o644);
    expect(await readToken(dir)).toBe(token);
    expect((await stat(join(dir, "token"))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test("an empty file is an error that names the file and says what to do", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tempograph-token-"));
  try {
    await writeFile(join(dir, "token"), "");
    await expect(readToken(dir)).rejects.toThrow(/token is empty\. Delete it/);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
