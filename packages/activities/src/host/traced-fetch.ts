import { activeTrace, traced } from "@tempograph/runtime";
import type { EgressFetch } from "@tempograph/nodes-sdk";

type Fetch = (...call: Parameters<EgressFetch>) => Promise<Response>;

/** Calls to others as spans, and the header by which they go on with the trace. Of the URL only the host is told: the rest may hold secrets (I10). */
export function tracedFetch(fetch: Fetch): Fetch {
  return async (url, init = {}) => {
    if (activeTrace() === undefined) return await fetch(url, init);
    const method = (init.method ?? "GET").toUpperCase();
    const attributes = {
      "http.request.method": method,
      ...(URL.canParse(String(url)) && { "server.address": new URL(url).hostname }),
    };
    return await traced(`HTTP ${method}`, { kind: "client", attributes }, async () => {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(activeTrace() ?? {})) if (!headers.has(name)) headers.set(name, value);
      return await fetch(url, { ...init, headers });
    });
  };
}
