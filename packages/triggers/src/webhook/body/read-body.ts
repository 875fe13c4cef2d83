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
  const read = await readAs(contentType, request.body);
  if ("refused" in read) return read;
  const [problem] = checkJsonValue(read.body);
  return problem === undefined
    ? read
    : refuseBody(400, "INVALID_INPUT", problem.message, problem.hint ?? "Correct the body.");
}

async function readAs(contentType: string, bytes: Buffer): Promise<HookBody | BodyRefused> {
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (type === "multipart/form-data") return await readMultipart(contentType, bytes);
  if (bytes.length === 0) return { body: null, files: [] };
  if (JSON_TYPE.test(type)) return textOf(contentType, bytes, readJson);
  if (type === "application/x-www-form-urlencoded")
    return textOf(contentType, bytes, (text) => only(formFields(new URLSearchParams(text))));
  if (type === "") return withoutType(bytes);
  if (type.startsWith("text/") || XML_TYPE.test(type)) return textOf(contentType, bytes, only);
  return { body: null, files: [{ field: "body", name: "body", mediaType: type, bytes }] };
}

const JSON_TYPE = /^(?:application|text)\/(?:[a-z0-9._-]+\+)?json$/;
const XML_TYPE = /^application\/(?:[a-z0-9._-]+\+)?xml$/;
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

const only = (body: Json): HookBody => ({ body, files: [] });

function withoutType(bytes: Buffer): HookBody | BodyRefused {
  return textOf("", bytes, (text) => {
    const json = readJson(text);
    return "refused" in json ? only(text) : json;
  });
}

function textOf(
  contentType: string,
  bytes: Buffer,
  read: (text: string) => HookBody | BodyRefused,
): HookBody | BodyRefused {
  const charset = CHARSET.exec(contentType)?.[1] ?? "utf-8";
  try {
    return read(new TextDecoder(charset, { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return error instanceof RangeError
      ? refuseBody(415, "UNSUPPORTED_MEDIA_TYPE", `The charset ${charset.slice(0, 40)} is unknown.`, "Send UTF-8.")
      : refuseBody(400, "INVALID_INPUT", "The body contains bytes that its charset does not have.", "Send UTF-8.");
  }
}
