import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

/** A Temporal namespace, and how to connect to its server. */
export interface TemporalServer {
  readonly namespace: string;
  /** Options for `Connection` and for `NativeConnection` alike. */
  readonly connection: TemporalConnectionOptions;
}

export interface TemporalConnectionOptions {
  /** `host:port` of the frontend. */
  readonly address: string;
  /** `true`: TLS with the certificate authorities of the system. Without it the connection is not encrypted. */
  readonly tls?: TemporalTls | true;
  readonly apiKey?: string;
}

export interface TemporalTls {
  readonly serverNameOverride?: string;
  readonly serverRootCACertificate?: Buffer;
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables with which Temporal's own CLI and SDKs are configured, so that one set of variables configures all of them.
 * It is stricter than `@temporalio/envconfig`, which ignores a certificate without its key, as well as
 * TEMPORAL_TLS_DISABLE_HOST_VERIFICATION, and names no variable when a file cannot be read.
 *
 * Throws an error that names the variable and says what to do.
 */
export function readTemporalServer(env: Env, address: string): TemporalServer {
  const apiKey = textOf(env, "TEMPORAL_API_KEY");
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new Error("TEMPORAL_API_KEY contains a space or a character that no API key has. Copy the key again.");
  const tls = readTls(env, apiKey !== undefined);
  return {
    namespace: textOf(env, "TEMPORAL_NAMESPACE") ?? "default",
    connection: { address, ...(tls !== undefined && { tls }), ...(apiKey !== undefined && { apiKey }) },
  };
}

/** Any certificate, a server name or an API key turns TLS on, because none of them has a meaning without it. */
function readTls(env: Env, hasApiKey: boolean): TemporalTls | true | undefined {
  const wanted = flagOf(env, "TEMPORAL_TLS");
  if (flagOf(env, "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION") === true)
    throw new Error(
      "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION is not supported: an unverified server could read everything. " +
        "Give its certificate authority in TEMPORAL_TLS_SERVER_CA_CERT_PATH, and its name in TEMPORAL_TLS_SERVER_NAME if the address is another one.",
    );
  const tls: TemporalTls = { ...serverName(env), ...serverAuthority(env), ...clientPair(env) };
  const isGiven = Object.keys(tls).length > 0;
  if (wanted === false) {
    if (isGiven || hasApiKey)
      throw new Error(
        "TEMPORAL_TLS is off, but an API key, a certificate or a server name is set, which is used with TLS only. Remove one of the two.",
      );
    return undefined;
  }
  return isGiven ? tls : wanted === true || hasApiKey ? true : undefined;
}

function serverName(env: Env): TemporalTls {
  const name = textOf(env, "TEMPORAL_TLS_SERVER_NAME");
  return name === undefined ? {} : { serverNameOverride: name };
}

function serverAuthority(env: Env): TemporalTls {
  const authority = pemOf(env, "TEMPORAL_TLS_SERVER_CA_CERT");
  if (authority === undefined) return {};
  check(authority, "a certificate", ({ content }) => new X509Certificate(content));
  return { serverRootCACertificate: authority.content };
}

function clientPair(env: Env): TemporalTls {
  const crt = pemOf(env, "TEMPORAL_TLS_CLIENT_CERT");
  const key = pemOf(env, "TEMPORAL_TLS_CLIENT_KEY");
  if (crt === undefined && key === undefined) return {};
  if (crt === undefined || key === undefined)
    throw new Error(
      "A client certificate works only together with its private key: set both TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH.",
    );
  check(crt, "a certificate", ({ content }) => new X509Certificate(content));
  check(key, "a private key without a password", ({ content }) => createPrivateKey(content));
  check(key, `the private key of the certificate in ${crt.variable}`, ({ content }) =>
    createSecureContext({ cert: crt.content, key: content }),
  );
  return { clientCertPair: { crt: crt.content, key: key.content } };
}

interface Pem {
  readonly variable: string;
  readonly content: Buffer;
}

/** Reads `<name>_PATH` or `<name>_DATA`. */
function pemOf(env: Env, name: string): Pem | undefined {
  const path = textOf(env, `${name}_PATH`);
  const data = textOf(env, `${name}_DATA`);
  if (path !== undefined && data !== undefined)
    throw new Error(`Set either ${name}_PATH or ${name}_DATA, but not both of them.`);
  if (data !== undefined) return { variable: `${name}_DATA`, content: Buffer.from(`${data}\n`) };
  if (path === undefined) return undefined;
  try {
    return { variable: `${name}_PATH`, content: readFileSync(path) };
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "does not exist" : "cannot be read";
    throw new Error(
      `${name}_PATH names ${path}, which ${reason}. Name a PEM file that the user of this process may read.`,
      { cause },
    );
  }
}

/** The original error stays the cause only: its message may quote the content. */
function check(pem: Pem, what: string, read: (pem: Pem) => unknown): void {
  try {
    read(pem);
  } catch (cause) {
    throw new Error(`${pem.variable} does not contain ${what} in the PEM format.`, { cause });
  }
}

function flagOf(env: Env, name: string): boolean | undefined {
  const value = textOf(env, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value === "1" || value === "true") return true;
  if (value === "0" || value === "false") return false;
  throw new Error(`${name} is ${value}. Set it to true or false.`);
}

/** An empty variable counts as absent, because containers are often given all variables and leave some empty. */
function textOf(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}
