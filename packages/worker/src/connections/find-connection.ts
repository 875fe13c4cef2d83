import {
  createSecretResolver,
  unknownConnection,
  type FindConnection,
  type SecretResolver,
  type StoredSecret,
} from "@tempograph/activities";
import {
  findStepConnection,
  isPostgresAway,
  openSecrets,
  type Database,
  type StepConnectionRecord,
} from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { type NodeError, permanent, retryable } from "@tempograph/nodes-sdk";
import { KeyMissingError, SealError, type KeyRing } from "@tempograph/runtime";
import { keptCredentials, type KeptCredentialsStore } from "./kept-credentials.ts";

/**
 * Reads connections for attempts. Nothing is kept between attempts: a change reaches the next one, and secrets are in memory only
 * while they are needed (I10).
 */
export function createFindConnection(
  db: Database,
  master: KeyRing,
  kept: KeptCredentialsStore = keptCredentials(db, master),
  resolveSecrets: SecretResolver = createSecretResolver([]),
): FindConnection {
  return async ({ executionId, name, test }) => {
    const project = projectOfNodeRun(executionId);
    const found = await read(db, project === undefined ? { executionId } : { project }, name);
    if (found === undefined) throw unknownConnection(name);
    const { type, fields, allowedHosts, usableBy } = found;
    if (!test && usableBy !== null && !usableBy.includes(found.workflowId ?? "")) throw notAllowed(name);
    return {
      ...{ name, type, fields: { ...fields, ...(await resolveSecrets(secretsOf(found, master), found.project)) } },
      kept: kept.of(found),
      ...(allowedHosts !== null && { allowedHosts }),
    };
  };
}

async function read(db: Database, user: Parameters<typeof findStepConnection>[1], name: string) {
  try {
    return await findStepConnection(db, user, name);
  } catch (error) {
    if (!isPostgresAway(error)) throw error;
    throw retryable("CONNECTION_UNAVAILABLE", `Postgres does not answer, so the connection "${name}" cannot be read.`, {
      hint: "The step goes on by itself when Postgres is back, as long as its retries allow it.",
      cause: error,
    });
  }
}

function secretsOf(found: StepConnectionRecord, master: KeyRing): Readonly<Record<string, StoredSecret>> {
  try {
    return openSecrets(master, found, found) as Readonly<Record<string, StoredSecret>>;
  } catch (error) {
    throw asNodeError(error, found.name);
  }
}

function asNodeError(error: unknown, name: string): unknown {
  if (error instanceof KeyMissingError) {
    // Another attempt makes sense: an administrator can put the key back while the step waits.
    return retryable("CONNECTION_KEY_MISSING", `The connection "${name}" cannot be decrypted. ${error.message}`, {
      hint: `Put the key "${error.keyId}" back into the file of master keys. If it is lost for good, write the fields of the connection again.`,
      details: { connection: name, keyId: error.keyId },
    });
  }
  if (error instanceof SealError) {
    const message = `The connection "${name}" cannot be decrypted: its row was changed past Tempograph.`;
    return permanent("CONNECTION_INVALID", message, {
      hint: "Write the fields of the connection again.",
      cause: error,
    });
  }
  return error;
}

function notAllowed(name: string): NodeError {
  return permanent("CONNECTION_NOT_ALLOWED", `This workflow may not use the connection "${name}".`, {
    hint: "Name another connection, or let somebody who knows its secrets add this workflow to `usableBy`.",
    details: { connection: name },
  });
}
