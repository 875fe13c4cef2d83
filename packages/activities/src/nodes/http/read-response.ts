import { findInexactNumbers, inexactNumbersAsTexts, limits, type Json } from "@tempograph/graph";
import { isSecretName, type NodeLogger, REDACTED, storableText } from "@tempograph/nodes-sdk";

export interface ReadResponse {
  readonly headers: Record<string, string>;
  readonly output: Json;
}

/** The response as JSON: parsed by its content type, made storable. What was changed is said in the log. */
export async function readResponse(response: Response, logger: NodeLogger): Promise<ReadResponse> {
  const [mediaType = "", charset] = contentType(response.headers.get("content-type"));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const state = { replaced: false };
  const output = storable(parse(bytes, mediaType, charset, logger), state);
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers)
    headers[name] = isSecretName(name) ? REDACTED : (storable(value, state) as string);
  if (state.replaced) {
    logger.warn("The response held \\u0000 or lone surrogates, which cannot be stored: they were replaced by U+FFFD.");
  }
  return { headers, output };
}

function parse(bytes: Uint8Array, mediaType: string, charset: string | undefined, logger: NodeLogger): Json {
  if (bytes.byteLength === 0) return null;
  const isJson = mediaType === "application/json" || mediaType.endsWith("+json");
  const isText = isJson || /^text\/|[/+](xml|javascript|x-www-form-urlencoded|yaml|x-ndjson|graphql)$/.test(mediaType);
  if (!isText && (mediaType !== "" || bytes.includes(0))) return { base64: Buffer.from(bytes).toString("base64") };
  const text = decode(bytes, charset);
  if (!isJson) return text;
  try {
    return exactJson(text, logger);
  } catch {
    logger.warn("The response says that it is JSON and is not: its body is kept as text.");
    return text;
  }
}

function exactJson(text: string, logger: NodeLogger): Json {
  const value = JSON.parse(text) as Json;
  if (findInexactNumbers(text, 1).length === 0) return value;
  logger.warn("The response holds numbers that lose digits as JSON numbers: they are kept as texts.");
  return JSON.parse(inexactNumbersAsTexts(text)) as Json;
}

/** JSON that somebody has sent, as it can be stored: no number loses a digit. @throws SyntaxError */
export function readJson(text: string, logger: NodeLogger): Json {
  return storable(exactJson(text, logger), { replaced: false });
}

function decode(bytes: Uint8Array, charset: string | undefined): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function contentType(header: string | null): [string?, string?] {
  const [mediaType = "", ...parameters] = (header ?? "").split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((each) => each.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  return [mediaType, charset];
}

/** What is nested deeper than a value may be is left as it is, and refused later. */
function storable(value: Json, state: { replaced: boolean }, depth = 0): Json {
  if (typeof value === "string") {
    const text = storableText(value);
    if (text !== value) state.replaced = true;
    return text;
  }
  if (typeof value !== "object" || value === null || depth > limits.MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((each: Json) => storable(each, state, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [storable(name, state), storable(each, state, depth + 1)]),
  );
}
