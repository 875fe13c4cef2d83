import {
  createSecretResolver,
  unknownConnection,
  type FindConnection,
  type SecretResolver,
  type StoredConnection,
  type StoredSecret,
} from "@tempograph/activities";
import {
  findStepConnection,
  openSecrets,
  type ConnectionUser,
  type Database,
  type StepConnectionRecord,
} from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { permanent } from "@tempograph/nodes-sdk";
import type { KeyRing } from "@tempograph/runtime";
import { connectionError } from "./connection-error.ts";
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
  return async ({ executionId, name, test, signal, workflowId }) => {
    const project = projectOfNodeRun(executionId);
    const found = await read(db, project === undefined ? { executionId } : { project }, name);
    if (!test) checkMayUse(found, found.workflowId ?? workflowId ?? "");
    return { ...(await opened(found, master, resolveSecrets)), kept: kept.of(found, signal) };
  };
}

/** Reads connections for triggers, with the rights of their workflows. */
export type FindTriggerConnection = (
  trigger: { readonly project: string; readonly workflowId: string },
  name: string,
) => Promise<Omit<StoredConnection, "kept">>;

export function createFindTriggerConnection(
  db: Database,
  master: KeyRing,
  resolveSecrets: SecretResolver = createSecretResolver([]),
): FindTriggerConnection {
  return async ({ project, workflowId }, name) => {
    const found = await read(db, { project }, name);
    checkMayUse(found, workflowId);
    return await opened(found, master, resolveSecrets);
  };
}

async function read(db: Database, user: ConnectionUser, name: string): Promise<StepConnectionRecord> {
  const found = await findStepConnection(db, user, name).catch((error: unknown) => {
    throw connectionError(error, name);
  });
  if (found === undefined) throw unknownConnection(name);
  return found;
}

/** @throws NodeError CONNECTION_NOT_ALLOWED */
function checkMayUse({ name, usableBy }: StepConnectionRecord, workflowId: string): void {
  if (usableBy === null || usableBy.includes(workflowId)) return;
  throw permanent("CONNECTION_NOT_ALLOWED", `This workflow may not use the connection "${name}".`, {
    hint: "Name another connection, or let somebody who knows its secrets add this workflow to `usableBy`.",
    details: { connection: name },
  });
}

async function opened(
  found: StepConnectionRecord,
  master: KeyRing,
  resolveSecrets: SecretResolver,
): Promise<Omit<StoredConnection, "kept">> {
  const { name, type, fields, allowedHosts, project } = found;
  const secrets = await resolveSecrets(secretsOf(found, master), project);
  return { name, type, fields: { ...fields, ...secrets }, ...(allowedHosts !== null && { allowedHosts }) };
}

function secretsOf(found: StepConnectionRecord, master: KeyRing): Readonly<Record<string, StoredSecret>> {
  try {
    return openSecrets(master, found, found) as Readonly<Record<string, StoredSecret>>;
  } catch (error) {
    throw connectionError(error, found.name);
  }
}
