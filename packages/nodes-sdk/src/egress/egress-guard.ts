import { lookup as dnsLookup } from "node:dns/promises";
import { NodeError } from "../error/node-error.ts";
import { nonPublicReason, parseAddress } from "./address-policy.ts";
import { parseAllowList } from "./allow-list.ts";
import { errorCode } from "./network-error.ts";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Resolves a name to all of its addresses, as the system does. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** Decides to which addresses a node may connect (I11). */
export interface EgressGuard {
  /**
   * The checked addresses of this host. The caller must connect to one of these, so that a second DNS answer cannot lead to
   * another address.
   *
   * @throws NodeError EGRESS_REFUSED, which is permanent, or NAME_NOT_RESOLVED, which is worth another attempt
   */
  resolve(hostname: string, port: number): Promise<readonly ResolvedAddress[]>;
  /** @throws NodeError EGRESS_REFUSED for a scheme, credentials or a literal address that is not allowed */
  checkUrl(url: URL): void;
}

const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true, verbatim: true });

export function createEgressGuard(allow: readonly string[], lookup: Lookup = systemLookup): EgressGuard {
  const list = parseAllowList(allow);

  const reasonAgainst = (hostname: string, text: string, port: number): string | undefined => {
    const address = parseAddress(text);
    if (address === undefined) return "unreadable";
    const reason = nonPublicReason(address);
    return reason === undefined || list.allowsHost(hostname, port) || list.allowsAddress(address, port)
      ? undefined
      : reason;
  };

  return {
    checkUrl(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") {
        throw refused(
          url.protocol,
          `only http and https are allowed, not ${url.protocol}`,
          "Use an http or https URL.",
        );
      }
      if (url.username !== "" || url.password !== "") {
        throw refused(
          url.host,
          "the URL holds a user name or password",
          "Send credentials in the Authorization header instead.",
        );
      }
      const hostname = bareHost(url.hostname);
      if (parseAddress(hostname) === undefined) return;
      const port = portOf(url);
      const reason = reasonAgainst(hostname, hostname, port);
      if (reason !== undefined) throw refusedAddress(hostname, port, reason);
    },

    async resolve(hostname, port) {
      const host = bareHost(hostname);
      const literal = parseAddress(host);
      const addresses: readonly ResolvedAddress[] =
        literal === undefined
          ? await addressesOf(host, lookup)
          : [{ address: host, family: host.includes(":") ? 6 : 4 }];
      const reasons = addresses.map(({ address }) => reasonAgainst(host, address, port));
      const allowed = addresses.filter((_, index) => reasons[index] === undefined);
      if (allowed.length === 0) throw refusedAddress(host, port, [...new Set(reasons)].join(", "));
      return allowed;
    },
  };
}

export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

function bareHost(hostname: string): string {
  return hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
}

/** At least one address. @throws NodeError NAME_NOT_RESOLVED */
async function addressesOf(host: string, lookup: Lookup): Promise<readonly ResolvedAddress[]> {
  let addresses: readonly ResolvedAddress[];
  try {
    addresses = await lookup(host);
  } catch (error) {
    throw unresolved(host, error);
  }
  if (addresses.length === 0) throw unresolved(host);
  return addresses;
}

/**
 * Retryable also where the name is said not to exist: resolvers say so during an outage as well, and a new name takes a while to
 * be known everywhere.
 */
function unresolved(host: string, cause?: unknown): NodeError {
  const code = errorCode(cause);
  return new NodeError({
    code: "NAME_NOT_RESOLVED",
    message: `${host} has no address: ${code ?? "the name server gave none"}.`,
    retryable: true,
    hint: "Check the spelling of the host, and whether the worker's name server knows it.",
    details: { host, ...(code === undefined ? {} : { cause: code }) },
    cause,
  });
}

function refusedAddress(host: string, port: number, reason: string): NodeError {
  const entry = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return refused(
    entry,
    `it is not a public address (${reason})`,
    `If the stack may reach it, add ${JSON.stringify(entry)} to "egress": { "allow": […] } in tempograph.config.json, or to TEMPOGRAPH_EGRESS_ALLOW.`,
    { host, port, reason },
  );
}

function refused(
  host: string,
  why: string,
  hint: string,
  details: { host?: string; port?: number; reason?: string } = {},
): NodeError {
  return new NodeError({
    code: "EGRESS_REFUSED",
    message: `Calling ${host} is refused: ${why}.`,
    retryable: false,
    hint,
    details: { host, ...details },
  });
}
