import { isCodecPath } from "./codec-cors.ts";
import { isLoopbackName } from "@tempograph/runtime";
import type { Problem } from "./problem-json.ts";

/**
 * Protects the server from pages of other sites that a user of this machine opens. On loopback the Host header must name a loopback
 * address, against DNS rebinding, and an Origin header must be the server's own.
 */
export function checkOrigin(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  loopback: boolean,
  path = "",
): Problem | undefined {
  const host = headers.host ?? "";
  if (loopback && !isLoopbackName(host))
    return {
      status: 403,
      code: "HOST_NOT_ALLOWED",
      detail: "The Host header does not name a loopback address.",
      hint: "Use http://127.0.0.1 or http://localhost with the port that the API printed.",
    };
  if (headers.origin === undefined || hostOf(headers.origin) === host) return undefined;
  return {
    status: 403,
    code: "ORIGIN_NOT_ALLOWED",
    detail: "Pages of other origins may not call this API.",
    hint: isCodecPath(path)
      ? "If this is a page of Temporal's Web UI, set TEMPOGRAPH_TEMPORAL_UI_URL of the API to the address in the browser."
      : "Call it from a server, or serve the page from the same host through a proxy.",
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
