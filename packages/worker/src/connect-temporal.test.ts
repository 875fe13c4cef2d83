import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { Logger } from "@tempograph/runtime";
import { expect, onTestFinished, test } from "vitest";
import { connectTemporal } from "./connect-temporal.ts";

test("a server that speaks no TLS although TLS is set is told with the setting", async () => {
  const server = createServer((socket) => void socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  onTestFinished(() => void server.close());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  // The first line of the log ends the attempts.
  const warn = (line: object) => {
    throw Object.assign(new Error("logged"), { line });
  };
  await expect(connectTemporal({ address, tls: {} }, { warn } as unknown as Logger)).rejects.toMatchObject({
    line: { address, hint: expect.stringContaining("TEMPORAL_TLS") },
  });
});
