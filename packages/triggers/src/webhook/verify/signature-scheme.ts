import type { HookRequest } from "../hook-request.ts";

/** What a request says about its own signature. Nothing of it is believed before the signature is checked. */
export interface SignedParts {
  /** What the sender signed, with HMAC-SHA256. */
  readonly signed: Buffer;
  /** One or more signatures: a sender whose secret is being exchanged may send two. */
  readonly signatures: readonly Buffer[];
  /** The moment that was signed, in seconds since 1970. Absent: the sender signs none. */
  readonly timestamp?: number;
}

/** How one kind of sender signs. */
export interface SignatureScheme {
  /** Headers of the signature, in lower case. They say nothing to a workflow, and do not become part of the event. */
  readonly headers: readonly string[];
  /** Undefined: the request has no signature of this kind. */
  readonly read: (request: HookRequest) => SignedParts | undefined;
  /** What identifies the delivery, the same when the sender repeats it. */
  readonly deliveryId: DeliveryId;
}

/** Where a sender says which delivery it is: in a header, or in a field of its JSON. */
export type DeliveryId = { readonly header: string } | { readonly field: string };
