import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { isLoopbackName } from "@tempograph/runtime";
import { envSecrets } from "./env-secrets.ts";
import { fileSecrets } from "./file-secrets.ts";
import type { SecretProvider } from "./secret-provider.ts";
import type { VaultLogin } from "./vault-client.ts";
import { vaultSecrets } from "./vault-secrets.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The places from which this worker may read secrets. None is open unless a setting declares it: otherwise everybody who may write a
 * connection could read the worker's environment and files.
 *
 * @throws Error that names the setting and says what to do
 */
export function readSecretProviders(env: Env): SecretProvider[] {
  const prefix = textOf(env, "TEMPOGRAPH_SECRETS_ENV_PREFIX");
  const folder = textOf(env, "TEMPOGRAPH_SECRETS_FOLDER");
  if (prefix !== undefined && !/^[A-Z][A-Z0-9_]*(?:\{project\}_)?$/.test(prefix))
    throw new Error(
      `TEMPOGRAPH_SECRETS_ENV_PREFIX is ${prefix}. Write capitals, digits and underscores, at its end {project}_ where projects are to be kept apart: SECRET_{project}_.`,
    );
  if (folder !== undefined && !isAbsolute(folder))
    throw new Error(`TEMPOGRAPH_SECRETS_FOLDER is ${folder}. Name the whole path of a folder: /run/secrets/{project}.`);
  return [
    ...(prefix === undefined ? [] : [envSecrets(prefix, env)]),
    ...(folder === undefined ? [] : [fileSecrets(folder)]),
    ...vaultOf(env),
  ];
}

function vaultOf(env: Env): SecretProvider[] {
  const text = textOf(env, "TEMPOGRAPH_VAULT_ADDR");
  if (text === undefined) return [];
  const mount = textOf(env, "TEMPOGRAPH_VAULT_MOUNT") ?? "secret";
  const path = textOf(env, "TEMPOGRAPH_VAULT_PATH");
  if (path === undefined || !isPath(path.replaceAll("{project}", "p")) || !isPath(mount))
    throw new Error(
      "TEMPOGRAPH_VAULT_ADDR needs TEMPOGRAPH_VAULT_PATH, below which connections may read: tempograph/{project}. Write it and TEMPOGRAPH_VAULT_MOUNT without slashes at the ends.",
    );
  const caFile = textOf(env, "TEMPOGRAPH_VAULT_CA_FILE");
  const namespace = textOf(env, "TEMPOGRAPH_VAULT_NAMESPACE");
  return [
    vaultSecrets({
      address: secureUrl(text),
      ...(caFile !== undefined && { ca: readFileSync(caFile) }),
      ...(namespace !== undefined && { namespace }),
      login: loginOf(env),
      mount,
      path,
    }),
  ];
}

function loginOf(env: Env): VaultLogin {
  const roleId = textOf(env, "TEMPOGRAPH_VAULT_ROLE_ID");
  const token = valueOrFile(env, "TEMPOGRAPH_VAULT_TOKEN");
  const secretId = valueOrFile(env, "TEMPOGRAPH_VAULT_SECRET_ID");
  if (roleId !== undefined && secretId !== undefined && token === undefined) return { roleId, secretId };
  if (token !== undefined && roleId === undefined && secretId === undefined) return { token };
  throw new Error(
    "TEMPOGRAPH_VAULT_ADDR needs one way to log in: TEMPOGRAPH_VAULT_TOKEN (or TEMPOGRAPH_VAULT_TOKEN_FILE), or TEMPOGRAPH_VAULT_ROLE_ID with TEMPOGRAPH_VAULT_SECRET_ID (or TEMPOGRAPH_VAULT_SECRET_ID_FILE).",
  );
}

/** A value from `<name>`, or from the file that `<name>_FILE` names, which is read at each use because its content is replaced. */
function valueOrFile(env: Env, name: string): (() => Promise<string>) | undefined {
  const value = textOf(env, name);
  const file = textOf(env, `${name}_FILE`);
  if (value !== undefined && file !== undefined) throw new Error(`Set either ${name} or ${name}_FILE, but not both.`);
  if (value !== undefined) return () => Promise.resolve(value);
  if (file !== undefined) return async () => (await readFile(file, "utf8")).trim();
  return undefined;
}

function isPath(text: string): boolean {
  return /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.@-]+(?:\/[\w.@-]+)*$/.test(text);
}

function secureUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname))) return url;
  throw new Error("TEMPOGRAPH_VAULT_ADDR has to be an https:// URL, or http:// on loopback.");
}

/** An empty variable counts as absent, because containers are often given all variables and leave some empty. */
function textOf(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}
