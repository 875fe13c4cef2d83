import { secretReferenceOf, type Json } from "@tempograph/graph";
import { permanent } from "@tempograph/nodes-sdk";
import type { SecretProvider } from "./secret-provider.ts";

/** What is stored in the place of a secret that is kept elsewhere: `{ "from": "vault:secret/crm#token" }`. */
export interface SecretReference {
  readonly from: string;
}

/** Secret fields are texts, or of another kind that a type allows. */
export type StoredSecret = Json | SecretReference;

/** Turns stored secrets into their values: references are read from their provider, all other values are as stored. */
export type SecretResolver = (
  stored: Readonly<Record<string, StoredSecret>>,
  project: string,
) => Promise<Record<string, Json>>;

export function createSecretResolver(providers: readonly SecretProvider[]): SecretResolver {
  const byScheme = new Map(providers.map((provider) => [provider.scheme, provider]));

  const valueOf = async (stored: StoredSecret, project: string): Promise<Json> => {
    const reference = secretReferenceOf(stored);
    if (reference === undefined) return stored as Json;
    const end = reference.indexOf(":");
    const scheme = reference.slice(0, Math.max(end, 0));
    const provider = byScheme.get(scheme);
    if (provider === undefined) throw unknownProvider(reference, scheme);
    return await provider.read({ reference, name: reference.slice(end + 1), project });
  };

  return async (stored, project) => {
    const names = Object.keys(stored);
    const values = await Promise.all(names.map((name) => valueOf(stored[name]!, project)));
    return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  };
}

const SETTINGS: Readonly<Record<string, string>> = {
  env: "TEMPOGRAPH_SECRETS_ENV_PREFIX",
  file: "TEMPOGRAPH_SECRETS_FOLDER",
  vault: "TEMPOGRAPH_VAULT_ADDR",
};

function unknownProvider(reference: string, scheme: string) {
  const setting = Object.hasOwn(SETTINGS, scheme) ? SETTINGS[scheme] : undefined;
  return permanent(
    "SECRET_NOT_ALLOWED",
    setting === undefined
      ? `The secret ${reference} names no place where secrets are kept.`
      : `The secret ${reference} may not be read: this worker has no ${setting}.`,
    {
      hint:
        setting === undefined
          ? `Begin the reference with ${Object.keys(SETTINGS).join(":, ")}:.`
          : `Ask whoever runs the installation to set ${setting} for every worker, or write the secret into the connection.`,
      details: { reference },
    },
  );
}
