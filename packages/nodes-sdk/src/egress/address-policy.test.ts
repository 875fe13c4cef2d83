import { expect, test } from "vitest";
import { nonPublicReason, parseAddress } from "./address-policy.ts";

const reasonFor = (text: string) => nonPublicReason(parseAddress(text)!);

test.each([
  ["0.0.0.0", "unspecified"],
  ["0.1.2.3", "unspecified"],
  ["10.0.0.1", "private"],
  ["100.64.0.1", "carrierGradeNat"],
  ["127.0.0.1", "loopback"],
  ["127.255.255.254", "loopback"],
  ["169.254.169.254", "linkLocal"],
  ["172.31.255.255", "private"],
  ["192.168.1.1", "private"],
  ["192.0.0.192", "reserved"],
  ["198.18.0.1", "reserved"],
  ["203.0.113.9", "reserved"],
  ["224.0.0.1", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["168.63.129.16", "metadata"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["[::1]", "loopback"],
  ["fe80::1%eth0", "linkLocal"],
  ["fd00:ec2::254", "uniqueLocal"],
  ["fec0::1", "deprecatedSiteLocal"],
  ["ff02::1", "multicast"],
  ["::ffff:127.0.0.1", "loopback"],
  ["::ffff:a9fe:a9fe", "linkLocal"],
  ["::7f00:1", "reserved"],
  ["::127.0.0.1", "loopback"],
  ["64:ff9b::7f00:1", "loopback"],
  ["64:ff9b::10.0.0.1", "private"],
  ["64:ff9b:1::7f00:1", "rfc6052"],
  ["2002:7f00:1::", "6to4"],
  ["2001:0:7f00:1::", "teredo"],
  ["2001:db8::1", "reserved"],
  ["2606:4700::5efe:7f00:1", "isatap"],
  ["4000::1", "reserved"],
])("%s is not public: %s", (address, reason) => {
  expect(reasonFor(address)).toBe(reason);
});

test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => {
    expect(reasonFor(address)).toBeUndefined();
  },
);

test.each(["localhost", "example.com", "127.1", "0x7f.1", "2130706433", ""])("%j is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
