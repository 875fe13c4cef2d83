import { type ConnectionTestContext, permanent } from "@tempograph/nodes-sdk";
import { z } from "zod";

/** The name of a header or a parameter, as HTTP allows it. */
export const httpName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/);

/** A text that a header can carry: one line of ASCII without spaces at its ends. */
export const headerText = z
  .string()
  .max(16_384)
  .regex(/^[!-~](?:[ -~]*[!-~])?$/);

/** A token: a text that a header can carry, without any spaces. */
export const token = z
  .string()
  .max(16_384)
  .regex(/^[!-~]+$/);

/** The address that `connectionTest` calls. */
export const testUrl = z.string().optional().meta({
  description:
    "A whole URL that answers a GET with a status below 400 if the credentials are right, for `connectionTest`.",
  format: "uri",
});

/** @throws NodeError where the address is missing, does not answer, or does not take the credentials */
export async function testRequest({ fetch, signal }: ConnectionTestContext, url: string | undefined): Promise<string> {
  if (url === undefined)
    throw permanent("TEST_URL_MISSING", "The connection names no address to try its credentials on.", {
      hint: "Set its field `testUrl` to an address that only answers with the right credentials.",
    });
  const response = await fetch(url, { signal, timeoutMs: 10_000 });
  await response.body?.cancel();
  if (response.status >= 400)
    throw permanent("CONNECTION_REFUSED", `The service answered the test with ${String(response.status)}.`, {
      hint:
        response.status === 401 || response.status === 403
          ? "It does not take these credentials: write them again."
          : "Check the field `testUrl`: the service may not know this address.",
      details: { status: response.status },
    });
  return `The service answered with ${String(response.status)}.`;
}
