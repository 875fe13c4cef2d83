import { canonicalJson } from "../../definition/canonical-json.ts";
import type { NodeRunRequest } from "../../definition/node-run.ts";
import type { OperationRequest } from "../operation.ts";

/** The Ed25519 public keys whose signatures an execution accepts: 32 bytes in hex, by the key's id. */
export interface OperationKeys {
  readonly [id: string]: string;
}

/** What the API adds to a request (I15). The execution verifies it in the Update's validator. */
export interface OperationSignature {
  /** Until when the execution may accept the operation, in ms since epoch. */
  readonly expiresAt: number;
  /** One signature for each key that the API has: 64 bytes in hex, by the key's id. The execution needs only one whose key it knows. */
  readonly by: { readonly [keyId: string]: string };
}

/** The argument of the Update `steer` as the API sends it. */
export interface SignedRequest extends OperationRequest {
  readonly signature: OperationSignature;
}

/** The argument of a single node's run as the API sends it. The worker verifies it before it carries the node out. */
export interface SignedNodeRun extends NodeRunRequest {
  readonly signature: OperationSignature;
}

/** The first interpreter version whose executions accept no operation unless their start says whose. */
export const FIRST_SIGNED_VERSION = 3;

/** How long a signed operation may be accepted. It includes the time in which no worker runs, and the difference between two clocks. */
export const OPERATION_VALID_MS = 5 * 60_000;

/**
 * The text that is signed: the whole request, for one execution, until one moment. The first line keeps a signature from being valid for
 * anything else that may be signed with the same key one day.
 */
export function signedText(executionId: string, request: OperationRequest, expiresAt: number): string {
  const { id, by, time, operation } = request;
  return `tempograph operation 1\n${canonicalJson({ executionId, expiresAt, id, by, time, operation })}`;
}

/** The text that is signed of a single node's run: the whole request, for the one id under which it runs, until one moment. */
export function signedNodeRunText(runId: string, request: NodeRunRequest, expiresAt: number): string {
  const { type, input, nodeId, idempotencyKey } = request;
  return `tempograph node run 1\n${canonicalJson({ runId, expiresAt, type, input, nodeId, idempotencyKey })}`;
}

/** Reads the signature of an Update's argument, or of a node run's; null if it has none of this form. */
export function operationSignature(argument: unknown): OperationSignature | null {
  const { signature } = fieldsOf(argument);
  const { expiresAt, by } = fieldsOf(signature);
  if (typeof expiresAt !== "number" || typeof by !== "object" || by === null) return null;
  return Object.values(by).every((one) => typeof one === "string") ? (signature as OperationSignature) : null;
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null ? (value as { readonly [name: string]: unknown }) : {};
}
