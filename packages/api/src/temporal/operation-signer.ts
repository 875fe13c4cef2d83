import { writeSigningKeys, type Database } from "@tempograph/db";
import { OPERATION_VALID_MS, signedText, type OperationRequest, type SignedRequest } from "@tempograph/graph";
import { signingKey, type KeyRing, type SigningKey } from "@tempograph/runtime";

/** Signs operations, so that executions accept them (I15). */
export interface OperationSigner {
  sign(executionId: string, request: OperationRequest): Promise<SignedRequest>;
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

  await follow();
  return {
    async sign(executionId, request) {
      await follow();
      const expiresAt = Date.now() + OPERATION_VALID_MS;
      const text = signedText(executionId, request, expiresAt);
      return {
        ...request,
        signature: { expiresAt, by: Object.fromEntries(keys.map((key) => [key.id, key.sign(text)])) },
      };
    },
  };
}
