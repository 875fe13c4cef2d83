import { writeSigningKeys, type Database } from "@tempograph/db";
import {
  OPERATION_VALID_MS,
  signedNodeRunText,
  signedText,
  type NodeRunRequest,
  type OperationRequest,
  type OperationSignature,
  type SignedNodeRun,
  type SignedRequest,
} from "@tempograph/graph";
import { signingKey, type KeyRing, type SigningKey } from "@tempograph/runtime";

/** Signs operations, so that executions accept them (I15), and runs of single nodes, so that workers carry them out. */
export interface OperationSigner {
  sign(executionId: string, request: OperationRequest): Promise<SignedRequest>;
  /** The run may begin within `forMs`, and some minutes longer. */
  signNodeRun(runId: string, request: NodeRunRequest, forMs: number): Promise<SignedNodeRun>;
}

/**
 * Makes the public keys known to the dispatchers, which give them to each execution that they start, and signs with all private keys: an
 * execution that started before a rotation knows only the older one. The keys may change while the process runs.
 */
export async function createOperationSigner(
  db: Database,
  ring: Pick<KeyRing, "all" | "place">,
): Promise<OperationSigner> {
  let keys: readonly SigningKey[] = [];

  async function follow(): Promise<void> {
    const { all } = ring;
    if (keys.length === all.length && all.every(({ id }, index) => keys[index]!.id === id)) return;
    const found = all.map(signingKey);
    const [taken] = await writeSigningKeys(db, found);
    if (taken !== undefined)
      throw new Error(
        `The signing key "${taken}" in ${ring.place} is not the one that this installation knows under this id. ` +
          "Hint: all API processes need the same file of signing keys; a new key needs a new id.",
      );
    keys = found;
  }

  async function signature(forMs: number, textUntil: (expiresAt: number) => string): Promise<OperationSignature> {
    await follow();
    const expiresAt = Date.now() + forMs;
    const text = textUntil(expiresAt);
    return { expiresAt, by: Object.fromEntries(keys.map((key) => [key.id, key.sign(text)])) };
  }

  await follow();
  return {
    async sign(executionId, request) {
      const textUntil = (expiresAt: number) => signedText(executionId, request, expiresAt);
      return { ...request, signature: await signature(OPERATION_VALID_MS, textUntil) };
    },
    async signNodeRun(runId, request, forMs) {
      const textUntil = (expiresAt: number) => signedNodeRunText(runId, request, expiresAt);
      return { ...request, signature: await signature(forMs + OPERATION_VALID_MS, textUntil) };
    },
  };
}
