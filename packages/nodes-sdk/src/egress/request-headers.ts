import { NodeError } from "../error/node-error.ts";

/** The headers of a call, to change. @throws NodeError REQUEST_INVALID, without their values (I10) */
export function requestHeaders(init: RequestInit["headers"]): Headers {
  try {
    return new Headers(init);
  } catch (cause) {
    throw new NodeError({
      code: "REQUEST_INVALID",
      message: "A header cannot be sent: its name or its value has characters that HTTP does not allow.",
      retryable: false,
      hint: "Use names of letters, digits and '-', and values of one line.",
      cause,
    });
  }
}
