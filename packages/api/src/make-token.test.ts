import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createAuth } from "./http/auth.ts";

const run = promisify(execFile);
const command = fileURLToPath(new URL("./make-token.ts", import.meta.url));
const make = (...given: string[]) => run(process.execPath, ["--conditions=@tempograph/source", command, ...given]);

test("it makes a file with a valid token, adds further tokens, and replaces a token of the same name", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tempograph-make-token-"));
  try {
    const file = join(dir, "tokens.json");
    const first = (await make(file, "kim", "viewer", "finance")).stdout.trim();
    const second = (await make(file, "lee", "operator")).stdout.trim();
    const third = (await make(file, "kim", "admin")).stdout.trim();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const auth = await createAuth({ token: "tg_owner", tokensFile: file });
    expect(await auth.authenticate(`Bearer ${first}`)).toBeUndefined();
    expect(await auth.authenticate(`Bearer ${second}`)).toEqual({ name: "lee", roles: ["operator"], project: "main" });
    expect(await auth.authenticate(`Bearer ${third}`)).toEqual({ name: "kim", roles: ["admin"], project: "main" });
    expect(await readFile(file, "utf8")).not.toContain(third);
    await expect(make(file, "lee lee", "operator")).rejects.toMatchObject({ code: 1 });
    await expect(make(file)).rejects.toMatchObject({ code: 2 });
    expect(await readdir(dir)).toEqual(["tokens.json"]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  // Five processes are started, one after the other.
}, 60_000);
