import { checkJsonValue, type Json } from "@tempograph/graph";
import { headerOf, type HookRequest } from "../hook-request.ts";
import { formFields } from "./form-fields.ts";
import { refuseBody, type BodyRefused, type HookBody } from "./hook-body.ts";
import { readJson } from "./read-json.ts";
import { readMultipart } from "./read-multipart.ts";

/**
 * Reads the body as its `Content-Type` says: JSON, a form, a form with files, or text. The bytes of any other type are a file. A body
 * without a type is JSON if it can be read as such, and else a text. Signatures have been checked before, over the bytes.
 */
export async function readBody(request: HookRequest): Promise<HookBody | BodyRefused> {
  const contentType = headerOf(request, "content-type") ?? "";
  const encoding = headerOf(request, "content-encoding");
  if (encoding !== undefined && encoding.toLowerCase() !== "identity")
    return refuseBody(415, "UNSUPPORTED_MEDIA_TYPE", "The body is compressed.", "Send it without Content-Encoding.");
  return await readAs(contentType, request.body);
}

async function readAs(contentType: string, bytes: Buffer): Promise<HookBody | BodyRefused> {
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (type === "multipart/form-data") return storable(await readMultipart(contentType, bytes));
  if (bytes.length === 0) return { body: null, files: [] };
  if (JSON_TYPE.test(type)) return await textOf(contentType, bytes, readJson);
  if (type === "application/x-www-form-urlencoded") return await textOf(contentType, bytes, readFields);
  if (type === "") return await withoutType(bytes);
  if (type.startsWith("text/") || XML_TYPE.test(type)) return await textOf(contentType, bytes, only);
  return { body: null, files: [{ field: "body", name: "body", mediaType: type, bytes }] };
}

const JSON_TYPE = /^(?:application|text)\/(?:[a-z0-9._-]+\+)?json$/;
const XML_TYPE = /^application\/(?:[a-z0-9._-]+\+)?xml$/;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** More fields than any form has. Each costs far more than its bytes: `a&a&a&…` of 1 MiB would keep the event loop for a minute (I14). */
const MAX_FIELDS = 10_000;

function readFields(text: string): HookBody | BodyRefused {
  let fields = 1;
  for (let at = text.indexOf("&"); at >= 0 && fields <= MAX_FIELDS; at = text.indexOf("&", at + 1)) fields += 1;
  return fields > MAX_FIELDS
    ? refuseBody(413, "PAYLOAD_TOO_LARGE", `The form has more than ${MAX_FIELDS} fields.`, "Send fewer fields.")
    : only(formFields(new URLSearchParams(text)));
}

const only = (body: Json): HookBody | BodyRefused => storable({ body, files: [] });

/** Refuses what the store cannot hold, such as the character NUL. Of JSON its reader has seen to that. */
function storable(read: HookBody | BodyRefused): HookBody | BodyRefused {
  const [problem] = "refused" in read ? [] : checkJsonValue(read.body);
  return problem === undefined
    ? read
    : refuseBody(400, "INVALID_INPUT", problem.message, problem.hint ?? "Correct the body.");
}

async function withoutType(bytes: Buffer): Promise<HookBody | BodyRefused> {
  return await textOf("", bytes, async (text) => {
    const json = await readJson(text);
    return "refused" in json ? only(text) : json;
  });
}

async function textOf(
  contentType: string,
  bytes: Buffer,
  read: (text: string) => HookBody | BodyRefused | Promise<HookBody | BodyRefused>,
): Promise<HookBody | BodyRefused> {
  const charset = CHARSET.exec(contentType)?.[1] ?? "utf-8";
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return error instanceof RangeError
      ? refuseBody(415, "UNSUPPORTED_MEDIA_TYPE", `The charset ${charset.slice(0, 40)} is unknown.`, "Send UTF-8.")
      : refuseBody(400, "INVALID_INPUT", "The body contains bytes that its charset does not have.", "Send UTF-8.");
  }
  return await read(text);
}
