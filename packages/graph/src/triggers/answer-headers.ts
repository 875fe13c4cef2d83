/**
 * Headers that a workflow may set in its answer to a sender. Others could act for the whole address of the API: set cookies, let pages
 * of other sites read answers, or change how browsers treat every page of it.
 */
const ALLOWED =
  /^(cache-control|content-disposition|content-language|content-type|etag|expires|last-modified|link|location|retry-after|x-[a-z0-9-]{1,80})$/;
const RESERVED = /^x-(accel|sendfile|frame|content-type|xss|dns|permitted|powered|request-id|forwarded|real-ip)/;

/** Addresses that hold a page or a script themselves, as browsers read them. */
const SCRIPT = /^[^a-z]*(javascript|data|vbscript)\s*:/i;

/** Why a header cannot be set; undefined: it can. */
export function answerHeaderProblem(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!ALLOWED.test(lower) || RESERVED.test(lower)) return `An answer cannot set the header ${JSON.stringify(name)}.`;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) return `The header ${name} has characters that no header can have.`;
  if (lower === "location" && SCRIPT.test(value)) return "An answer cannot send people to an address that is a script.";
  return value.length > 4_096 ? `The header ${name} is longer than 4,096 characters.` : undefined;
}
