import ipaddr from "ipaddr.js";
import { parseAddress } from "./address-policy.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type HostRule = { readonly host: string; readonly port?: number };
type NetworkRule = { readonly network: Address; readonly bits: number; readonly port?: number };

/** A list of hosts and networks: what nodes may reach although it is not public, or what they may or may not reach at all. */
export interface AllowList {
  /** Whether an entry is an address or a network, so that a name has to be resolved before it is known whether the list has it. */
  readonly hasNetworks: boolean;
  /** The host name itself is allowed, so every address that it resolves to is allowed too. */
  allowsHost(hostname: string, port: number): boolean;
  allowsAddress(address: Address, port: number): boolean;
}

/**
 * Reads `localhost`, `crm.internal:8443`, `*.svc.local`, `10.1.2.3`, `[::1]:9000`, `10.0.0.0/8`.
 * Without a port every port is meant, or `defaultPort`.
 *
 * @throws Error naming the entry that is none of these
 */
export function parseAllowList(entries: readonly string[], setting = "egress.allow", defaultPort?: number): AllowList {
  const hosts: HostRule[] = [];
  const networks: NetworkRule[] = [];
  for (const entry of entries) {
    const rule = parseEntry(entry.trim().toLowerCase());
    if (rule === undefined) {
      throw new Error(
        `${setting}: ${JSON.stringify(entry)} is no host, host:port, *.domain, address or CIDR. Write for example "crm.internal:8443", "*.svc.local", "[::1]:9000" or "10.0.0.0/8".`,
      );
    }
    if ("host" in rule) hosts.push(rule);
    else networks.push(rule);
  }
  const portFits = (rule: { readonly port?: number }, port: number): boolean => {
    const named = rule.port ?? defaultPort;
    return named === undefined || named === port;
  };
  return {
    hasNetworks: networks.length > 0,
    allowsHost: (hostname, port) => hosts.some((rule) => portFits(rule, port) && hostFits(rule.host, hostname)),
    allowsAddress: (address, port) =>
      networks.some(
        (rule) =>
          portFits(rule, port) &&
          rule.network.kind() === address.kind() &&
          (address as ipaddr.IPv6).match(rule.network as ipaddr.IPv6, rule.bits),
      ),
  };
}

function parseEntry(entry: string): HostRule | NetworkRule | undefined {
  const parts = /^(\[[^\]]*\]|[^[\]]*?)(?::(\d{1,5}))?$/.exec(entry);
  // An IPv6 address without brackets has colons of its own, so no port can follow it.
  const unbracketed = !entry.startsWith("[") && entry.split(":").length > 2;
  const host = unbracketed ? entry : parts?.[1];
  if (host === undefined || host === "") return undefined;
  const port = unbracketed || parts?.[2] === undefined ? undefined : Number(parts[2]);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  const withPort = port === undefined ? {} : { port };

  if (host.includes("/")) {
    try {
      const [network, bits] = ipaddr.parseCIDR(host.replace(/[[\]]/g, ""));
      return { network, bits, ...withPort };
    } catch {
      return undefined;
    }
  }
  const address = parseAddress(host);
  if (address !== undefined) return { network: address, bits: address.kind() === "ipv4" ? 32 : 128, ...withPort };
  const name = host.replace(/\.$/, "");
  return /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(name)
    ? { host: name, ...withPort }
    : undefined;
}

function hostFits(rule: string, hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  return rule.startsWith("*.") ? name.endsWith(rule.slice(1)) && name.length > rule.length - 1 : name === rule;
}
