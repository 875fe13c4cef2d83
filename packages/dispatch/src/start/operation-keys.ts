import { listSigningKeys, type Database } from "@tempograph/db";
import type { OperationKeys } from "@tempograph/graph";

/** How long the keys are kept. An execution that starts with older ones accepts the API all the same, which signs with all its keys. */
const KEPT_MS = 5_000;

/** There is nobody yet whose operations executions could accept, so they have to wait until an API process has started. */
export class NoSigningKey extends Error {
  constructor() {
    super("No API process has registered a signing key yet. Executions start as soon as one has.");
    this.name = "NoSigningKey";
  }
}

/** Reads the keys that executions are started with (I15). Throws `NoSigningKey` if there is none. */
export function createOperationKeys(db: Database): () => Promise<OperationKeys> {
  let kept: Promise<OperationKeys> | undefined;
  let readAt = 0;
  return async () => {
    if (kept === undefined || performance.now() - readAt > KEPT_MS) {
      readAt = performance.now();
      kept = read(db);
      kept.catch(() => (kept = undefined));
    }
    return await kept;
  };
}

async function read(db: Database): Promise<OperationKeys> {
  const keys = await listSigningKeys(db);
  if (keys.length === 0) throw new NoSigningKey();
  return Object.fromEntries(keys.map(({ id, publicKey }) => [id, publicKey]));
}
