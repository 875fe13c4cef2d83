import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address in a public range that is a cloud's metadata and control address (Azure's wire server). */
const METADATA = new Set(["168.63.129.16"]);
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR("2000::/3");
const NAT64: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/** Reads an address as the network would: an IPv4-mapped IPv6 address is the IPv4 address in it. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  // A zone (`fe80::1%eth0`) only exists on links of this machine; the range of the address says so too.
  const [address = ""] = bare.split("%");
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return undefined;
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}

/**
 * I11: why an address is not on the public internet, in a word (`loopback`, `private`, `linkLocal` …), or undefined if it is.
 * Everything but global unicast is refused, so a range that is reserved later is refused already.
 */
export function nonPublicReason(address: Address): string | undefined {
  if (address instanceof ipaddr.IPv4) {
    if (METADATA.has(address.toString())) return "metadata";
    const range = address.range();
    return range === "unicast" ? undefined : range;
  }
  const target = nat64Target(address);
  if (target !== undefined) return nonPublicReason(target);
  const range = address.range();
  if (range !== "unicast") return range;
  if (isIsatap(address)) return "isatap";
  return address.match(GLOBAL_UNICAST) ? undefined : "reserved";
}

/** The IPv4 address that a NAT64 gateway would connect to. */
export function nat64Target(address: Address): ipaddr.IPv4 | undefined {
  return address instanceof ipaddr.IPv6 && address.match(NAT64)
    ? new ipaddr.IPv4(address.toByteArray().slice(12))
    : undefined;
}

/** An interface id `(0200:)0:5efe:a.b.c.d` tunnels to the IPv4 address in it. */
function isIsatap(address: ipaddr.IPv6): boolean {
  return ((address.parts[4] ?? 0) & ~0x0200) === 0 && address.parts[5] === 0x5efe;
}
