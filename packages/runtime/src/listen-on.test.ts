import { createServer } from "node:http";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { listenOn } from "./listen-on.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

async function listening(host: string, port = 0) {
  const { url, stop } = await listenOn(
    createServer((_, response) => response.end("here")),
    { host, port },
  );
  onTestFinished(stop);
  return { url, stop };
}

const read = async (url: string) => (await fetch(url)).text();

test("a server is reached under the URL that it is told to have, and no longer after it has stopped", async () => {
  const { url, stop } = await listening("127.0.0.1");
  expect(await read(url)).toBe("here");
  await stop();
  await expect(fetch(url)).rejects.toThrow();
});

test.runIf(hasIpv6)("the URL of an IPv6 address has brackets", async () => {
  const { url } = await listening("::1");
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect(await read(url)).toBe("here");
});

test("a port that is taken is refused", async () => {
  const { url } = await listening("127.0.0.1");
  await expect(listening("127.0.0.1", Number(new URL(url).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
});
