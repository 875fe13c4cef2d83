import { NodeError } from "../error/node-error.ts";
import { parseAddress } from "./address-policy.ts";
import { type AllowList, parseAllowList } from "./allow-list.ts";
import { portOf } from "./egress-guard.ts";

/** Lists of hosts, each of which has to name the host of a request: the intersection of several rules. */
export type OnlyHosts = readonly (readonly string[])[];

/**
 * Checks that a URL is within narrower rules than those of the stack: the hosts of a connection, whose credentials must not reach
 * others. An entry has the form of `EgressOptions.allow`; it makes nothing reachable that the stack refuses.
 *
 * @throws Error when an entry cannot be read
 */
export function onlyHostsCheck(lists: OnlyHosts): (url: URL) => void {
  const rules = lists.map((entries) => ({ entries, list: parseAllowList(entries) }));
  return (url) => {
    const broken = rules.find(({ list }) => !names(list, url));
    if (broken === undefined) return;
    throw new NodeError({
      code: "EGRESS_REFUSED",
      message: `Calling ${url.host} is refused: the connection may reach ${broken.entries.join(", ") || "no host"} only.`,
      retryable: false,
      hint: "Call a host of the connection, or add this one to its allowed hosts if it may have the credentials.",
      details: { host: url.host, reason: "not a host of the connection" },
    });
  };
}

function names(list: AllowList, url: URL): boolean {
  const address = parseAddress(url.hostname);
  const port = portOf(url);
  return address === undefined ? list.allowsHost(url.hostname, port) : list.allowsAddress(address, port);
}
