import { lookup as dnsLookup } from "node:dns/promises";
import { NodeError } from "../error/node-error.ts";
import { nonPublicReason, parseAddress } from "./address-policy.ts";
import { parseAllowList } from "./allow-list.ts";
import { type EgressRules, rulesCheck } from "./egress-rules.ts";
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
  /** @throws NodeError EGRESS_REFUSED for a scheme, credentials, a host or a literal address that is not allowed */
  checkUrl(url: URL): void;
}

const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true, verbatim: true });

export function createEgressGuard(
  allow: readonly string[],
  lookup: Lookup = systemLookup,
  rules: readonly EgressRules[] = [],
): EgressGuard {
  const list = parseAllowList(allow);
  const narrower = rulesCheck(rules);

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
      const port = portOf(url);
      const isAddress = parseAddress(hostname) !== undefined;
      const refuser = isAddress ? narrower.ofAddress(hostname, hostname, port) : narrower.ofHost(hostname, port);
      if (refuser !== undefined) throw refusedByRules(hostname, port, refuser);
      if (!isAddress) return;
      const reason = reasonAgainst(hostname, hostname, port);
      if (reason !== undefined) throw refusedAddress(hostname, port, reason);
    },

    async resolve(hostname, port) {
      const host = bareHost(hostname);
      const literal = parseAddress(host);
      const refuser = literal === undefined ? narrower.ofHost(host, port) : undefined;
      if (refuser !== undefined) throw refusedByRules(host, port, refuser);
      const addresses: readonly ResolvedAddress[] =
        literal === undefined
          ? await addressesOf(host, lookup)
          : [{ address: host, family: host.includes(":") ? 6 : 4 }];
      const reasons = addresses.map(({ address }) => reasonAgainst(host, address, port));
      const allowed = addresses.filter((_, index) => reasons[index] === undefined);
      if (allowed.length === 0) throw refusedAddress(host, port, [...new Set(reasons)].join(", "));
      const refusers = allowed.map(({ address }) => narrower.ofAddress(host, address, port));
      const within = allowed.filter((_, index) => refusers[index] === undefined);
      if (within.length === 0) throw refusedByRules(host, port, refusers[0]!);
      return within;
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

function refusedByRules(host: string, port: number, refuser: string): NodeError {
  return refused(
    entryOf(host, port),
    `the rules of ${refuser} do not allow it`,
    `If it may be called, an admin can change the rules of ${refuser}.`,
    { host, port, reason: "rules" },
  );
}

function entryOf(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function refusedAddress(host: string, port: number, reason: string): NodeError {
  const entry = entryOf(host, port);
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
