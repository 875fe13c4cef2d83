import { expect, test } from "vitest";
import { checkHosts } from "./check-hosts.ts";

const good = [
  ...["api.example.com", "API.Example.com.", "*.example.com:8443", "localhost", "crm_1.internal:1", "127.0.0.1:65535"],
  ...["10.0.0.0/8", "::1", "[::1]:9000", "[fd00::]", "[fd00::/8]", "fd00::/8"],
];

test("hosts, domains, addresses and networks, with and without a port", () => {
  for (const entry of good) expect(checkHosts([entry], "/x"), entry).toBeUndefined();
});

test.each([
  ...[
    "",
    "*",
    "http://x",
    "a b",
    "x/y",
    "x:0",
    "x:65536",
    "10.0.0.0/33",
    "10.0.0.0/8/8",
    "[x]",
    "*.*.x",
    "a..b",
    "u@h",
    "fe80::1%eth0",
    "é.example",
  ],
])("%j is refused, with its place", (entry) => {
  expect(checkHosts(["ok.example", entry], "/egressDeny")).toMatchObject({
    code: "INVALID_INPUT",
    path: "/egressDeny/1",
  });
});

test("a list that is too long is refused", () => {
  expect(checkHosts(Array(201).fill("a"), "/egressOnly")).toMatchObject({ path: "/egressOnly" });
});
