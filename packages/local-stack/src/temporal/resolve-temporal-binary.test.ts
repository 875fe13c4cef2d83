import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { tempDir } from "../fixtures/temp-dir.ts";
import { resolveTemporalBinary, TemporalNotFoundError, type TemporalBinary } from "./resolve-temporal-binary.ts";

const FLAGS = "--dynamic-config-value --sqlite-pragma --search-attribute --ui-disable-news-fetch";

/** A folder for PATH with programs that answer with a fixed text. */
function bin(programs: Record<string, string>): string {
  const folder = tempDir();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${text}"\n`, { mode: 0o755 });
  }
  return folder;
}

function resolve(path: string, cacheHome = tempDir()): Promise<TemporalBinary> {
  return resolveTemporalBinary({ env: { PATH: path, XDG_CACHE_HOME: cacheHome }, download: false });
}

test("temporal on PATH comes first", async () => {
  const folder = bin({ temporal: FLAGS });
  expect(await resolve(`relative${delimiter}${folder}`)).toEqual({ path: join(folder, "temporal"), from: "path" });
});

test("one on PATH that is too old is passed over for the cached one", async () => {
  const cacheHome = tempDir();
  const cached = join(cacheHome, "tempograph", "temporal-1.8.2");
  mkdirSync(join(cacheHome, "tempograph"));
  writeFileSync(cached, "#!/bin/sh\n", { mode: 0o755 });
  expect(await resolve(bin({ temporal: "--port" }), cacheHome)).toEqual({ path: cached, from: "cache" });
});

test("when nothing works, the error tells why each way failed and what to do", async () => {
  const failure = await resolve(bin({ temporal: "--port", go: "go version go1.20.1 linux/amd64" })).catch(
    (e: unknown) => e,
  );
  expect(failure).toBeInstanceOf(TemporalNotFoundError);
  const { message } = failure as Error;
  expect(message).toMatch(/too old/);
  expect(message).toMatch(/Go 1\.20 is older than 1\.21/);
  expect(message).toMatch(/TEMPORAL_ADDRESS=host:port/);
});

test("a failed build is told with Go's own words", async () => {
  const go = "go version go1.26.0 linux/amd64";
  const failure = await resolve(bin({ go })).catch((e: unknown) => e);
  // This go does nothing but print its version, so no binary comes out.
  expect((failure as Error).message).toMatch(/building it failed: the built binary does not run/);
});
