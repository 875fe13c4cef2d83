import { isLoopback } from "@tempograph/runtime";

/** How people sign in by OpenID Connect. */
export interface SignInConfig {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** The URL under which browsers reach the API, without a slash at the end. The provider sends people back to `<url>/auth/callback`. */
  readonly publicUrl: string;
  /** The file that maps claims to roles: see `readSignInRules`. */
  readonly rulesFile: string;
  /** The claim that is the caller's name. */
  readonly nameClaim: string;
}

/** How long a session lasts. */
export function readSessionMs(value: (name: string) => string | undefined): number {
  const hours = Number(value("TEMPOGRAPH_SESSION_HOURS") ?? "12");
  if (!(hours > 0 && hours <= 24 * 90)) throw new Error("TEMPOGRAPH_SESSION_HOURS has to be a number up to 2160.");
  return hours * 3_600_000;
}

/** Reads the settings. Undefined: nobody signs in. Throws an error that names the variable and says what to do. */
export function readSignInConfig(value: (name: string) => string | undefined): SignInConfig | undefined {
  const issuer = value("TEMPOGRAPH_OIDC_ISSUER");
  if (issuer === undefined) return undefined;
  const needed = (name: string, what: string): string => {
    const text = value(name);
    if (text === undefined) throw new Error(`${name} is missing. With TEMPOGRAPH_OIDC_ISSUER it has to be ${what}.`);
    return text;
  };
  const publicUrl = needed("TEMPOGRAPH_PUBLIC_URL", "the URL under which browsers reach the API").replace(/\/+$/, "");
  return {
    issuer: secureUrl("TEMPOGRAPH_OIDC_ISSUER", issuer),
    clientId: needed("TEMPOGRAPH_OIDC_CLIENT_ID", "the id that the provider gave this client"),
    clientSecret: value("TEMPOGRAPH_OIDC_CLIENT_SECRET"),
    publicUrl: originOf("TEMPOGRAPH_PUBLIC_URL", publicUrl),
    rulesFile: needed("TEMPOGRAPH_OIDC_RULES_FILE", "a file that maps claims to roles"),
    nameClaim: value("TEMPOGRAPH_OIDC_NAME_CLAIM") ?? "email",
  };
}

/** The URL under which browsers reach the API. Undefined: it is not set. */
export function readPublicUrl(value: (name: string) => string | undefined): string | undefined {
  const url = value("TEMPOGRAPH_PUBLIC_URL");
  return url === undefined ? undefined : originOf("TEMPOGRAPH_PUBLIC_URL", url.replace(/\/+$/, ""));
}

function originOf(name: string, text: string): string {
  const { origin, href } = secureUrl(name, text);
  if (href === `${origin}/`) return origin;
  throw new Error(`${name} has to end behind the host and port: the API does not work below a path.`);
}

/** A URL with https, or with http on loopback, where nobody else can listen. */
function secureUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname))) return url;
  throw new Error(`${name} has to be an https:// URL, or http:// on loopback.`);
}
