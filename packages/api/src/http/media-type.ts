import type { IncomingHttpHeaders } from "node:http";

/** The type of a body without parameters, in lower case: `application/json` of `Application/JSON; charset=utf-8`. */
export function mediaTypeOf(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]!.trim().toLowerCase();
}

/** Media types are the same in upper and lower case, but Fastify and what reads the header compare texts. */
export function normaliseMediaType(headers: IncomingHttpHeaders): void {
  const header = headers["content-type"];
  if (header === undefined) return;
  const type = mediaTypeOf(header);
  headers["content-type"] = header.trimStart().replace(/^[^;]*/, type);
}
