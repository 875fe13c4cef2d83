import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempDir } from "./fixtures/temp-dir.ts";
import { freePort } from "./free-port.ts";
import { knownPort, rememberPort } from "./known-ports.ts";

test("a part gets the port of its last start, unless somebody listens there or the file is broken", async () => {
  const dataDir = tempDir();
  expect(await knownPort(dataDir, "api")).toBeUndefined();
  const port = await freePort();
  rememberPort(dataDir, "api", port);
  rememberPort(dataDir, "postgres", await freePort());
  expect(await knownPort(dataDir, "api")).toBe(port);
  const taker = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void taker.close());
  await once(taker, "listening");
  expect(await knownPort(dataDir, "api")).toBeUndefined();
  for (const broken of ["{", "null", '{"api": "x"}', '{"api": 70000}']) {
    writeFileSync(join(dataDir, "ports.json"), broken);
    expect(await knownPort(dataDir, "api")).toBeUndefined();
  }
});
