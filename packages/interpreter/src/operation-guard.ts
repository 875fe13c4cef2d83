import { currentUpdateInfo, workflowInfo } from "@temporalio/workflow";
import {
  FIRST_SIGNED_VERSION,
  jsonSize,
  operationRequest,
  operationSignature,
  signedText,
  type ExecutionStart,
  type Json,
  type OperationKeys,
  type Refusal,
} from "@tempograph/graph/machine";
import { isSignedBy } from "./verify-signature.ts";

/** More than the API sends: an input or output of 1 MiB, and what stands around it. */
const MAX_REQUEST_BYTES = 1_100_000;

/** Decides whether an operation comes from the API, for this execution and for this time (I15). */
export interface OperationGuard {
  /** Why the Update's argument is refused; null if it is not. Only an Update's validator may ask, because it is not part of replay. */
  refusal(argument: unknown): Refusal | null;
  /** The machine has carried out the operation, so the same signed request is refused from now on. */
  carriedOut(argument: unknown): void;
  /** What the next run has to know of operations that were carried out. Signatures that have expired until `now` need no memory. */
  remembered(now: number): readonly (readonly [id: string, expiresAt: number])[];
}

export function operationGuard(start: ExecutionStart): OperationGuard {
  const { operationKeys: keys, unsignedOperations, definition, resume } = start;
  const done = new Map(resume?.carriedOut);
  const acceptsAll =
    keys === undefined && (unsignedOperations === true || definition.interpreterVersion < FIRST_SIGNED_VERSION);
  return {
    refusal: (argument) => (acceptsAll ? null : refusalOf(keys ?? {}, done, argument)),
    carriedOut(argument) {
      const signature = operationSignature(argument);
      if (signature !== null) done.set(operationRequest(argument).id, signature.expiresAt);
    },
    remembered: (now) => [...done].filter(([, expiresAt]) => expiresAt >= now),
  };
}

function refusalOf(keys: OperationKeys, done: ReadonlyMap<string, number>, argument: unknown): Refusal | null {
  const signature = operationSignature(argument);
  if (signature === null || jsonSize(argument as Json, MAX_REQUEST_BYTES) > MAX_REQUEST_BYTES) return NOT_SIGNED;
  const keyId = Object.keys(signature.by).find((id) => Object.hasOwn(keys, id));
  if (keyId === undefined) return keyUnknown(keys);
  const request = operationRequest(argument);
  // Temporal ignores a second Update with the same id, so the signed id has to be that of the Update.
  if (currentUpdateInfo()?.id !== request.id) return NOT_SIGNED;
  const { workflowId, unsafe } = workflowInfo();
  // Not the workflow's own time: after an eviction that is the time of an earlier workflow task.
  if (signature.expiresAt < unsafe.now()) return EXPIRED;
  if (done.has(request.id)) return REPEATED;
  const text = textOf(() => signedText(workflowId, request, signature.expiresAt));
  return text !== null && isSignedBy(keys[keyId]!, text, signature.by[keyId]!) ? null : NOT_SIGNED;
}

/** A value may be nested so deeply that it cannot be written as text. */
function textOf(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}

const NOT_SIGNED: Refusal = {
  code: "OPERATION_NOT_SIGNED",
  message: "The operation is not signed for this execution.",
  hint: "Send operations through Tempograph's API, which signs them for the caller.",
};

const EXPIRED: Refusal = {
  code: "SIGNATURE_EXPIRED",
  message: "The signature of the operation has expired.",
  hint: "Send the operation again. If this repeats, compare the clocks of the machines on which the API and the workers run.",
};

const REPEATED: Refusal = {
  code: "OPERATION_REPEATED",
  message: "The operation was carried out before.",
  hint: "Nothing is left to do.",
};

function keyUnknown(keys: OperationKeys): Refusal {
  const known = Object.keys(keys).join(", ");
  return {
    code: "SIGNING_KEY_UNKNOWN",
    message:
      known === ""
        ? "The execution was started without signing keys, so it accepts no operation."
        : `The execution accepts operations that are signed with the key ${known}, and the API has no such key.`,
    hint: "Give the API the file of signing keys that the installation had when the execution started. Otherwise cancel the execution, and run it again.",
  };
}
