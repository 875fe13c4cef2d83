import { type NodeError, permanent } from "@tempograph/nodes-sdk";

/** A place outside of Postgres where secrets are kept. It is asked within an attempt, in the worker, and nothing is cached (I10). */
export interface SecretProvider {
  /** The beginning of references to it: `vault` in `vault:secret/crm#token`. */
  readonly scheme: string;
  /**
   * The value of a secret.
   *
   * @throws NodeError that names the reference, never the value
   */
  read(request: SecretRequest): Promise<string>;
}

export interface SecretRequest {
  /** The whole reference, for errors: `vault:secret/crm#token`. */
  readonly reference: string;
  /** The reference without its scheme: `secret/crm#token`. */
  readonly name: string;
  /** The project of the connection. A provider gives each project only what the installation declares for it (I13). */
  readonly project: string;
}

/** A reference that the installation does not allow. Another attempt would meet the same. */
export function notAllowed(reference: string, why: string, hint: string): NodeError {
  return permanent("SECRET_NOT_ALLOWED", `The secret ${reference} may not be read: ${why}.`, {
    hint,
    details: { reference },
  });
}

/** A reference to something that is not there. */
export function notFound(reference: string, why: string, hint: string): NodeError {
  return permanent("SECRET_NOT_FOUND", `The secret ${reference} was not found: ${why}.`, {
    hint,
    details: { reference },
  });
}
