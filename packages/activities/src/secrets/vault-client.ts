import { NodeError } from "@tempograph/nodes-sdk";
import { Agent, request } from "undici";

export type VaultLogin =
  | { readonly token: () => Promise<string> }
  | { readonly roleId: string; readonly secretId: () => Promise<string> };

export interface VaultAccess {
  /** `https://vault.example.com:8200`. */
  readonly address: URL;
  /** PEM of the certificate authority of its certificate. Default: those of the system. */
  readonly ca?: Buffer;
  readonly namespace?: string;
  /** A token, or an AppRole. Tokens and secret ids are read again at each login, because they are replaced while a worker runs. */
  readonly login: VaultLogin;
}

export interface VaultClient {
  /** The answer's JSON; undefined where Vault has nothing. Redirects are not followed: a token would go with them. */
  get(path: string, reference: string): Promise<unknown>;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1024 * 1024;
/** A token of an AppRole is used for this part of its time, so that it does not expire on its way. */
const USED_PART = 0.8;

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** Asks Vault over HTTP. A worker that uses an AppRole logs in once for all of its attempts, and again when its token ends. */
export function createVaultClient({ address, ca, namespace, login }: VaultAccess): VaultClient {
  const agent = new Agent({
    maxResponseSize: MOST_BYTES,
    connect: { timeout: TIMEOUT_MS, ...(ca !== undefined && { ca }) },
  });
  let loggedIn: Promise<{ readonly token: string; readonly until: number }> | undefined;

  const ask = async (path: string, reference: string, token: string | undefined, body?: object): Promise<Answer> => {
    try {
      const { statusCode, body: answer } = await request(new URL(`/v1/${path}`, address), {
        dispatcher: agent,
        method: body === undefined ? "GET" : "POST",
        headers: {
          "x-vault-request": "true",
          ...(token !== undefined && { "x-vault-token": token }),
          ...(namespace !== undefined && { "x-vault-namespace": namespace }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: statusCode, json: parsed(await answer.text()) };
    } catch (cause) {
      throw unavailable(reference, reasonOf(cause), cause);
    }
  };

  const logIn = async (roleId: string, secretId: string, reference: string) => {
    const { status, json } = await ask("auth/approle/login", reference, undefined, {
      role_id: roleId,
      secret_id: secretId,
    });
    const auth = (json as { readonly auth?: { readonly client_token?: unknown; readonly lease_duration?: unknown } })
      ?.auth;
    if (status !== 200 || typeof auth?.client_token !== "string") throw refusal(reference, status, "the login");
    const seconds = Number(auth.lease_duration) || 0;
    // A lease of 0 is a token that does not expire.
    const until = seconds === 0 ? Number.POSITIVE_INFINITY : performance.now() + seconds * 1_000 * USED_PART;
    return { token: auth.client_token, until };
  };

  const tokenFor = async (reference: string, refused?: string): Promise<string> => {
    if ("token" in login) return await credential(login.token, reference);
    const { roleId, secretId } = login;
    const before = loggedIn;
    const known = await before?.catch(() => undefined);
    if (known !== undefined && known.token !== refused && known.until > performance.now()) return known.token;
    // Another attempt may have begun a login while this one waited for the last.
    if (loggedIn === before) {
      loggedIn = credential(secretId, reference).then((secret) => logIn(roleId, secret, reference));
    }
    return (await loggedIn!).token;
  };

  return {
    async get(path, reference) {
      const token = await tokenFor(reference);
      let answer = await ask(path, reference, token);
      if (answer.status === 403 && "roleId" in login) {
        // The token may have been revoked before its time: a second login tells that from a missing permission.
        answer = await ask(path, reference, await tokenFor(reference, token));
      }
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw refusal(reference, answer.status, "the secret");
      return answer.json;
    },
  };
}

/** Reads the worker's own token or secret id. */
async function credential(read: () => Promise<string>, reference: string): Promise<string> {
  try {
    return await read();
  } catch (cause) {
    throw new NodeError({
      code: "SECRET_STORE_UNAVAILABLE",
      message: `The secret ${reference} cannot be read now: this worker cannot read its own credential for Vault.`,
      retryable: true,
      hint: "Check the file that TEMPOGRAPH_VAULT_TOKEN_FILE or TEMPOGRAPH_VAULT_SECRET_ID_FILE names.",
      details: { reference },
      cause,
    });
  }
}

/** An answer of something else than Vault, such as a proxy's page, is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: string };
  return name === "TimeoutError" ? `no answer within ${TIMEOUT_MS} ms` : typeof code === "string" ? code : "no answer";
}

function unavailable(reference: string, why: string, cause?: unknown): NodeError {
  return new NodeError({
    code: "SECRET_STORE_UNAVAILABLE",
    message: `The secret ${reference} cannot be read now: Vault does not answer (${why}).`,
    retryable: true,
    hint: "Check TEMPOGRAPH_VAULT_ADDR and TEMPOGRAPH_VAULT_CA_FILE, and that Vault is unsealed.",
    details: { reference },
    ...(cause !== undefined && { cause }),
  });
}

/** 429 and 5xx pass by themselves: a sealed Vault answers 503, a standby 429 or 473. Everything else needs a person. */
function refusal(reference: string, status: number, what: string): NodeError {
  if (status === 429 || status === 473 || status >= 500) return unavailable(reference, String(status));
  return new NodeError({
    code: "SECRET_STORE_REFUSED",
    message: `The secret ${reference} cannot be read: Vault refuses ${what} (${status}).`,
    retryable: false,
    hint:
      status >= 300 && status < 400
        ? "Vault leads to another address. Name that one in TEMPOGRAPH_VAULT_ADDR."
        : "Check the worker's token or AppRole, and that its policy may read this path.",
    details: { reference, status },
  });
}
