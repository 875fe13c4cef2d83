import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "healthcheck.mjs");

async function check(status: number | "nobody"): Promise<unknown> {
  const server = createServer((_request, response) => void response.writeHead(Number(status)).end());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  if (status === "nobody") server.close();
  else onTestFinished(() => void server.close());
  const [code] = (await once(spawn(process.execPath, [SCRIPT, `http://127.0.0.1:${port}/`]), "exit")) as unknown[];
  return code;
}

test.for([
  [200, 0],
  [503, 1],
  ["nobody", 1],
] as const)("answered by %s it ends with %i", async ([status, code]) => {
  expect(await check(status)).toBe(code);
});
