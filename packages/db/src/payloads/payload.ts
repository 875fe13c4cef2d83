/** A value as Temporal carries it, in the SDK's shape; this package knows nothing else of Temporal. */
export interface Payload {
  metadata?: { [key: string]: Uint8Array } | null;
  data?: Uint8Array | null;
}

/** Whose value it is. An execution's id is its Temporal workflow id; activities' values have it too, but for those that run by themselves. */
export interface PayloadContext {
  readonly type?: string;
  readonly workflowId?: string;
  readonly activityId?: string;
}

/** What the SDK's `dataConverter: { payloadCodecs: [codec] }` takes. Runs outside of the workflow sandbox. */
export interface PayloadCodec {
  encode(payloads: Payload[], context?: PayloadContext): Promise<Payload[]>;
  decode(payloads: Payload[], context?: PayloadContext): Promise<Payload[]>;
}
