import { utf8ToBytes } from "@noble/hashes/utils.js";
import { textProblemOf } from "../../../definition/parse-text-problem.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { fromUtf8 } from "./utf8.ts";
import { fail, kindOf, map, spendPlaces, spendReading, spendText, text } from "./arguments.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

export const encodingFunctions = inGroup("encoding", [
  {
    name: "base64Encode",
    kind: "function",
    takes: [1],
    declare: ["base64Encode(string): string"],
    signature: "base64Encode(text) → text",
    description: "Encodes the UTF-8 bytes of the text in base64.",
    example: 'base64Encode("kim:secret")',
    result: "a2ltOnNlY3JldA==",
    run: (call, [of]) => toBase64(utf8(call, of, 2)),
  },
  {
    name: "base64UrlEncode",
    kind: "function",
    takes: [1],
    declare: ["base64UrlEncode(string): string"],
    signature: "base64UrlEncode(text) → text",
    description: "Encodes the text in base64 with the alphabet for URLs, without padding.",
    example: 'base64UrlEncode("ÿÿ?")',
    result: "w7_Dvz8",
    run: (call, [of]) =>
      toBase64(utf8(call, of, 2))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, ""),
  },
  {
    name: "base64Decode",
    kind: "function",
    takes: [1],
    declare: ["base64Decode(string): string"],
    signature: "base64Decode(text) → text",
    description: "Decodes base64 in either alphabet. Bytes that are not UTF-8 are an error.",
    example: 'base64Decode("w7_Dvz8")',
    result: "ÿÿ?",
    run: (call, [of]) => {
      const source = text(call, of);
      spendText(call, 3 * source.length);
      spendReading(call, 2 * source.length);
      const bytes = fromBase64(source);
      if (bytes === undefined) throw fail(call, "The text is not base64", "Check where it begins and ends");
      const decoded = fromUtf8(bytes);
      if (decoded === undefined || decoded.includes("\u0000")) {
        throw fail(call, "The decoded bytes are not a text in UTF-8", "Only encoded texts can be decoded");
      }
      return decoded;
    },
  },
  {
    name: "urlEncode",
    kind: "function",
    takes: [1],
    declare: ["urlEncode(string): string"],
    signature: "urlEncode(text) → text",
    description: "Encodes a text for use as one part of a URL's path or query.",
    example: 'urlEncode("a b&c/d")',
    result: "a%20b%26c%2Fd",
    run: (call, [of]) => {
      spendText(call, 3 * text(call, of).length);
      spendReading(call, (of as string).length);
      return encoded(call, of as string);
    },
  },
  {
    name: "raw",
    kind: "function",
    takes: [1],
    declare: ["raw(dyn): dyn"],
    signature: "raw(value) → value",
    description:
      "The value as it is. Around a whole template in a URL, it keeps the value from being encoded: the value may then choose the host and the path.",
    example: 'raw("https://eu.example.com/a")',
    result: "https://eu.example.com/a",
    run: (_, [of]) => of,
  },
  {
    name: "urlDecode",
    kind: "function",
    takes: [1],
    declare: ["urlDecode(string): string"],
    signature: "urlDecode(text) → text",
    description: "The inverse of urlEncode. A plus sign stays a plus sign.",
    example: 'urlDecode("a%20b%26c")',
    result: "a b&c",
    run: (call, [of]) => {
      spendText(call, text(call, of).length);
      spendReading(call, (of as string).length);
      return decoded(call, of as string, "The text has a % that is followed by no UTF-8 in hex");
    },
  },
  {
    name: "toQuery",
    kind: "function",
    takes: [1],
    declare: ["toQuery(dyn): string"],
    signature: "toQuery(map) → text",
    description:
      "Makes the query of a URL from texts, numbers and booleans by key. A list repeats its key, and null is left out.",
    example: 'toQuery({"q": "a b", "tag": ["x", "y"], "none": null})',
    result: "q=a%20b&tag=x&tag=y",
    run: (call, [of]) => {
      const pairs = Object.entries(map(call, of)).flatMap(([key, value]) => {
        const items = Array.isArray(value) ? (value as unknown[]) : [value];
        spendPlaces(call, 6 * items.length);
        return items.filter((item) => item !== null).map((item): [string, string] => [key, scalar(call, item)]);
      });
      for (const [key, value] of pairs) spendText(call, 3 * (key.length + value.length) + 2);
      return pairs.map(([key, value]) => `${encoded(call, key)}=${encoded(call, value)}`).join("&");
    },
  },
]);

/** The bytes of a text; charges the given multiple of its length. */
export function utf8(call: Call, value: unknown, times: number): ReturnType<typeof utf8ToBytes> {
  const source = text(call, value);
  spendText(call, 3 * times * source.length);
  spendReading(call, source.length);
  return utf8ToBytes(source);
}

function scalar(call: Call, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  throw fail(call, `A query cannot say ${kindOf(value)}`, "Turn it into a text first: toJson(…)");
}

function encoded(call: Call, source: string): string {
  if (textProblemOf(source) === "LONE_SURROGATE")
    throw fail(call, "The text has half of a character", "Check where it was cut");
  return encodeURIComponent(source);
}

function decoded(call: Call, source: string, message: string): string {
  let result: string;
  try {
    result = decodeURIComponent(source);
  } catch {
    throw fail(call, message, "Check what the text holds: only text can be decoded");
  }
  if (textProblemOf(result) !== null)
    throw fail(call, message, "Check what the text holds: it has the character \\u0000");
  return result;
}
