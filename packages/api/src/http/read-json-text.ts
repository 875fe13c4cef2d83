import type { IncomingHttpHeaders } from "node:http";
import type { Problem } from "./problem-json.ts";

/** An error that the server's error handler answers with its problem. */
export class BadRequest extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/**
 * The text of a JSON body, which has to be UTF-8 as RFC 8259 requires. Bytes that are not UTF-8 are refused, because a decoder would
 * silently replace them. Other charsets and compressed bodies are refused, too.
 *
 * Throws `BadRequest`.
 */
export function readJsonText({ headers }: { readonly headers: IncomingHttpHeaders }, body: Buffer): string {
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    throw unsupported(
      `The body is compressed (Content-Encoding: ${encoding.slice(0, 40)}).`,
      "Send the body without compression.",
    );
  }
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers["content-type"] ?? "")?.[1];
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw unsupported(
      `The body's charset is ${charset.slice(0, 40)}.`,
      "Send JSON in UTF-8: `Content-Type: application/json`.",
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new BadRequest({
      status: 400,
      code: "INVALID_INPUT",
      detail: `The body contains bytes that are not UTF-8, at ${placeOfInvalidBytes(body)}.`,
      hint: "Encode the JSON in UTF-8; send binary data as Base64 in a text.",
    });
  }
}

/** Line and column of the first bytes that are not UTF-8. A decoder writes U+FFFD in their place, which may also be meant as such. */
function placeOfInvalidBytes(body: Buffer): string {
  const text = body.toString("utf8");
  let at = text.indexOf(REPLACEMENT);
  for (let from = 0, offset = 0; at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) {
    offset += Buffer.byteLength(text.slice(from, at));
    from = at;
    if (!body.subarray(offset, offset + 3).equals(REPLACEMENT_BYTES)) break;
  }
  const lines = text.slice(0, at).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

function unsupported(detail: string, hint: string): BadRequest {
  return new BadRequest({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE", detail, hint });
}
