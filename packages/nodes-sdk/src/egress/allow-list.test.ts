import { expect, test } from "vitest";
import { parseAddress } from "./address-policy.ts";
import { parseAllowList } from "./allow-list.ts";

const allows = (entry: string, host: string, port: number) => {
  const list = parseAllowList([entry]);
  const address = parseAddress(host);
  return list.allowsHost(host, port) || (address !== undefined && list.allowsAddress(address, port));
};

test.each([
  ["localhost", "localhost", 1],
  ["LocalHost", "LOCALHOST.", 1],
  ["crm.internal:8443", "crm.internal", 8443],
  ["*.svc.local", "a.b.svc.local", 80],
  ["10.1.2.3", "10.1.2.3", 80],
  ["127.0.0.1:4000", "127.0.0.1", 4000],
  ["127.0.0.1:4000", "::ffff:127.0.0.1", 4000],
  ["[::1]:9000", "::1", 9000],
  ["::1", "0:0:0:0:0:0:0:1", 1],
  ["10.0.0.0/8", "10.9.9.9", 1],
  ["fd00::/8", "fd12::1", 1],
])("%s allows %s port %d", (entry, host, port) => {
  expect(allows(entry, host, port)).toBe(true);
});

test.each([
  ["localhost", "localhost.evil.com", 1],
  ["crm.internal:8443", "crm.internal", 443],
  ["*.svc.local", "svc.local", 80],
  ["*.svc.local", "evilsvc.local", 80],
  ["127.0.0.1:4000", "127.0.0.1", 4001],
  ["10.0.0.0/8", "11.0.0.1", 1],
  ["10.0.0.0/8", "fd00::1", 1],
])("%s does not allow %s port %d", (entry, host, port) => {
  expect(allows(entry, host, port)).toBe(false);
});

test.each(["", "*", "http://localhost", "10.0.0.0/33", "host:99999", "a b", "*.*.com", "[::1", "host:0"])(
  "%j cannot be read, and the error shows how to write it",
  (entry) => {
    expect(() => parseAllowList([entry])).toThrow(/egress\.allow.*crm\.internal:8443/);
  },
);
