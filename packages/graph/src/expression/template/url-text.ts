import { textProblemOf } from "../../definition/parse-text-problem.ts";
import { ExpressionError } from "../expression-error.ts";
import type { TextPart } from "./parse-text.ts";

/** How the value of a template is put into a URL: encoded for its place, or as it is, because a function has encoded it or the author wants it so. */
export type UrlPlacing = "encode" | "encoded" | "raw";

/** The placing of a template whose formula is a call of this function; undefined for any other formula. */
export function urlPlacing(call: string | undefined): UrlPlacing {
  if (call === "raw") return "raw";
  return call === "urlEncode" || call === "toQuery" ? "encoded" : "encode";
}

/** A URL up to the end of its host and port. Browsers and Node.js read `\` as `/`. */
const HOST_ENDED = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]+[/?#\\]/i;

/**
 * Checks that no template stands in the scheme, user, host or port of a URL, where its value could choose which server is
 * called. A raw template may: its author answers for the value. At the beginning of the text it stands for a scheme and a
 * host, so `{{ raw(vars.base) }}/orders/{{ payload.id }}` is allowed.
 *
 * @throws ExpressionError TEMPLATE_IN_URL_HOST
 */
export function checkUrlHost(text: string, parts: readonly TextPart[], placings: readonly (UrlPlacing | null)[]): void {
  let before = "";
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (typeof part === "string") before += part;
    else if (placings[index] === "raw") {
      const isWholeHost = before === "" && !(typeof next === "string" && /^(?::|[/\\]{2})/.test(next));
      before += isWholeHost ? "https://raw" : "raw";
    } else if (HOST_ENDED.test(before.trimStart())) return;
    else {
      throw new ExpressionError({
        code: "TEMPLATE_IN_URL_HOST",
        message: `${part.source} stands in the scheme or host of a URL, where its value could choose which server is called`,
        expression: text,
        hint: `Write the host itself, as in "https://api.example.com/{{ … }}". If the value may choose it, say so: {{ raw(${part.source}) }}`,
      });
    }
  }
}

/** The value as one path segment, or as a name or value of the query. */
export function encodeForUrl(value: string, source: string): string {
  if (textProblemOf(value) === "LONE_SURROGATE") {
    throw new ExpressionError({
      code: "EXPRESSION_TYPE",
      message: `${source} has half of a character, which no URL can hold`,
      expression: source,
      hint: "Check where the text was cut",
    });
  }
  return encodeURIComponent(value);
}

/** A whole path segment that means "here" or "one level up"; URLs read `%2e` as a dot, too. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/**
 * Checks the places of values in a URL that is put together: each stands behind the host, also where the author's raw values
 * are not what they should be, and none makes a path segment that is empty, `.` or `..`. Dots cannot be encoded and would move
 * the path; without its last segment `DELETE /orders/{{ payload.id }}` would be about all orders.
 *
 * @param inserted Where the values that are not raw begin, in ascending order.
 * @throws ExpressionError TEMPLATE_IN_URL_HOST, URL_DOT_SEGMENT, URL_EMPTY_SEGMENT
 */
export function checkInsertedValues(url: string, inserted: readonly number[], text: string): void {
  const [first] = inserted;
  if (first === undefined) return;
  if (!HOST_ENDED.test(url.slice(0, first).trimStart())) {
    throw new ExpressionError({
      code: "TEMPLATE_IN_URL_HOST",
      message:
        "A value would stand in the scheme or host of a URL, because what stands before it is no scheme and host",
      expression: text,
      hint: "Check the values that are marked with raw(…): one of them is empty, or incomplete",
    });
  }
  const end = url.search(/[?#]/);
  const path = end < 0 ? withoutSpaceAtEnd(url) : url.slice(0, end);
  let next = 0;
  let start = 0;
  for (const segment of path.split(/[/\\]/)) {
    while (next < inserted.length && inserted[next]! < start) next += 1;
    const hasValue = next < inserted.length && inserted[next]! <= start + segment.length;
    if (hasValue && DOT_SEGMENT.test(segment)) {
      throw new ExpressionError({
        code: "URL_DOT_SEGMENT",
        message: "A value would become the path segment . or .. of a URL, which moves the path",
        expression: text,
        hint: "Check the value before, or use raw(…) around it if it may move the path",
      });
    }
    if (hasValue && segment === "") {
      throw new ExpressionError({
        code: "URL_EMPTY_SEGMENT",
        message: "An empty value would leave out a segment of a URL's path, which asks for something else",
        expression: text,
        hint: "Check the value before, or use raw(…) around it if it may be empty",
      });
    }
    start += segment.length + 1;
  }
}

/** Readers of URLs remove spaces and control characters at the end. */
function withoutSpaceAtEnd(url: string): string {
  let end = url.length;
  while (end > 0 && url.charCodeAt(end - 1) <= 0x20) end -= 1;
  return url.slice(0, end);
}
