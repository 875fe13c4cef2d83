import { NodeError } from "../error/node-error.ts";
import { parseAddress } from "./address-policy.ts";
import { type AllowList, parseAllowList } from "./allow-list.ts";
import { portOf } from "./egress-guard.ts";

/**
 * Lists of hosts, each of which has to name the host of a request: the intersection of several rules. An entry has the form of
 * `EgressOptions.allow`, or is `*` for every host.
 *
 * For HTTP `api.example.com` stands for https on port 443, and `api.example.com:8443` for https on that port. Credentials go readable
 * through the network only where an entry says so: `http://10.1.2.3:8080`. On this machine (loopback) plain HTTP is always possible. For
 * other protocols an entry without a port stands for every port.
 */
export type OnlyHosts = readonly (readonly string[])[];

/** The entry that stands for every host. */
export const EVERY_HOST = "*";

/**
 * Checks that a URL is within narrower rules than those of the stack: the hosts of a connection, whose credentials must not reach
 * others. An entry makes nothing reachable that the stack refuses.
 *
 * @throws Error when an entry cannot be read
 */
export function onlyHostsCheck(lists: OnlyHosts, over: "http" | "tcp"): (url: URL) => void {
  const rules = lists.map((entries) => ({ entries, ...rulesOf(entries) }));
  return (url) => {
    const isOpen = over === "tcp" || isLoopback(url.hostname);
    const fits = ({ plain, tls, any }: Rules) => names(isOpen ? any : url.protocol === "https:" ? tls : plain, url);
    const broken = rules.find((rule) => !fits(rule));
    if (broken === undefined) return;
    const needsTls = url.protocol === "http:" && !isOpen && names(broken.tls, new URL(`https://${url.host}`));
    const entry = `http://${url.host}`;
    throw new NodeError({
      code: "EGRESS_REFUSED",
      message: needsTls
        ? `Calling ${entry} is refused: the connection may reach this host by https only.`
        : `Calling ${over === "tcp" ? url.host : url.origin} is refused: the connection may reach ${broken.entries.join(", ") || "no host"} only.`,
      retryable: false,
      hint: needsTls
        ? `Write https:// into the URL; or add ${JSON.stringify(entry)} to the connection's allowed hosts if everybody on the way may read the credentials.`
        : "Call a host of the connection, or add this one, with its port, to its allowed hosts if it may have the credentials.",
      details: { host: url.host, reason: needsTls ? "not encrypted" : "not a host of the connection" },
    });
  };
}

/** What a list allows: over plain HTTP, over https, and where neither scheme nor default port count. Undefined: every host. */
interface Rules {
  readonly plain: AllowList | undefined;
  readonly tls: AllowList | undefined;
  readonly any: AllowList | undefined;
}

function rulesOf(entries: readonly string[]): Rules {
  const read = (some: readonly string[], defaultPort?: number): AllowList | undefined =>
    some.includes(EVERY_HOST)
      ? undefined
      : parseAllowList(
          some.map((entry) => entry.replace(SCHEME, "")),
          "allowedHosts",
          defaultPort,
        );
  const isPlain = (entry: string): boolean => /^http:/i.test(entry);
  return {
    plain: read(entries.filter(isPlain), 80),
    tls: read(
      entries.filter((entry) => !isPlain(entry)),
      443,
    ),
    any: read(entries),
  };
}

const SCHEME = /^https?:\/\//i;

function names(list: AllowList | undefined, url: URL): boolean {
  if (list === undefined) return true;
  const address = parseAddress(url.hostname);
  const port = portOf(url);
  return address === undefined ? list.allowsHost(url.hostname, port) : list.allowsAddress(address, port);
}

function isLoopback(hostname: string): boolean {
  return parseAddress(hostname)?.range() === "loopback" || /^(?:.+\.)?localhost\.?$/i.test(hostname);
}
