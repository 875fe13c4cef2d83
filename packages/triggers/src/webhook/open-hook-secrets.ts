import { findStepConnection, openSecrets, type Database } from "@tempograph/db";
import { WEBHOOK_SECRET_TYPE } from "@tempograph/graph";
import { KeyMissingError, SealError, type KeyRing } from "@tempograph/runtime";

/** Why a hook cannot check who sends. Only the log says it; the sender is asked to come again. */
export interface SecretsMissing {
  readonly missing: string;
}

/**
 * Opens the secrets of a hook: the current one, and the one before it while both are valid. Only connections of the type `webhook.secret`
 * are opened, whatever a trigger names: every other secret is opened by workers alone, for one attempt of a step.
 */
export async function openHookSecrets(
  db: Database,
  masterKeys: KeyRing,
  {
    project,
    workflowId,
    connection,
  }: { readonly project: string; readonly workflowId: string; readonly connection: string },
): Promise<readonly string[] | SecretsMissing> {
  const row = await findStepConnection(db, { project }, connection);
  if (row === undefined) return { missing: `There is no connection ${connection}.` };
  if (row.type !== WEBHOOK_SECRET_TYPE) return { missing: `${connection} is not of the type ${WEBHOOK_SECRET_TYPE}.` };
  if (row.usableBy !== null && !row.usableBy.includes(workflowId))
    return { missing: `The workflow may not use the connection ${connection}.` };
  try {
    const { secret, previous } = openSecrets(masterKeys, row, row);
    return [secret, previous].filter((one) => typeof one === "string" && one !== "") as string[];
  } catch (error) {
    if (error instanceof KeyMissingError || error instanceof SealError) return { missing: error.message };
    throw error;
  }
}
