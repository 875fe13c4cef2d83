import type { IncomingHttpHeaders } from "node:http";

/**
 * The name of a cookie. Where browsers use https it begins with `__Host-`: browsers accept such a cookie only from this very host over
 * https, so that no other host of the same domain can put a session of its own into somebody's browser.
 */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/** The value of a cookie of a request. */
export function readCookie({ cookie = "" }: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of cookie.split(";")) {
    const [key = "", ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

interface CookieOptions {
  readonly secure: boolean;
  /** `Lax` where an answer from another site has to bring the cookie along, as that of a sign-in provider. */
  readonly sameSite: "Strict" | "Lax";
  /** 0 deletes the cookie. */
  readonly maxAgeMs: number;
}

/** A cookie that scripts cannot read and that other sites' forms and scripts do not send. */
export function printCookie(name: string, value: string, { secure, sameSite, maxAgeMs }: CookieOptions): string {
  const age = String(Math.floor(maxAgeMs / 1_000));
  return `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
}
