import { permanent } from "@tempograph/nodes-sdk";
import { notAllowed, notFound, type SecretProvider } from "./secret-provider.ts";
import { createVaultClient, type VaultAccess } from "./vault-client.ts";

export interface VaultOptions extends VaultAccess {
  /** Where the KV engine (version 2) is mounted: `secret`. */
  readonly mount: string;
  /** Below this path of the mount connections may read. `{project}` stands for the connection's project: `tempograph/{project}`. */
  readonly path: string;
}

const SEGMENT = /^(?!\.{1,2}$)[\w.@-]+$/;

/**
 * Secrets in HashiCorp Vault or OpenBao, as `vault:secret/tempograph/main/crm#token`: mount, path and field of a secret in the KV
 * engine, version 2. Always the latest version is read.
 */
export function vaultSecrets(options: VaultOptions): SecretProvider {
  const client = createVaultClient(options);
  return {
    scheme: "vault",
    async read({ reference, name, project }) {
      const below = `${options.mount}/${options.path.replaceAll("{project}", project)}/`;
      const [path = "", field, ...rest] = name.split("#");
      const segments = path.split("/");
      if (field === undefined || field === "" || rest.length > 0 || !segments.every((each) => SEGMENT.test(each)))
        throw permanent("SECRET_REFERENCE_INVALID", `The secret ${reference} cannot be read as a path in Vault.`, {
          hint: `Write mount, path and field: vault:${below}crm#token.`,
          details: { reference },
        });
      if (!path.startsWith(below))
        throw notAllowed(
          reference,
          "its path is outside of what the installation declares",
          `Keep the secret below ${below}, or change TEMPOGRAPH_VAULT_PATH.`,
        );

      const inMount = segments.slice(options.mount.split("/").length).map(encodeURIComponent).join("/");
      const answer = await client.get(`${options.mount}/data/${inMount}`, reference);
      // Vault answers 404 also for a secret whose latest version was deleted.
      if (answer === undefined)
        throw notFound(
          reference,
          "Vault has nothing at this path",
          "Check mount and path, and that it was not deleted.",
        );
      const fields = (answer as { readonly data?: { readonly data?: unknown } }).data?.data;
      const value =
        typeof fields === "object" && fields !== null && Object.hasOwn(fields, field)
          ? (fields as Record<string, unknown>)[field]
          : undefined;
      if (typeof value !== "string")
        throw notFound(
          reference,
          value === undefined ? "it has no such field" : "the field is not a text",
          "Check the name behind the #, and that the mount is a KV engine of version 2.",
        );
      return value;
    },
  };
}
