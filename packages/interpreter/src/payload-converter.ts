import { defaultPayloadConverter, type PayloadConverter } from "@temporalio/common";
import { LOCAL_PAYLOAD, payloadValue } from "@tempograph/graph/machine";

const names = new TextDecoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

const NOTHING = new Uint8Array();

/** A value for a local activity of ours: its payload is marked as one that stays in the worker. */
export class LocalValue {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

const MARK = { [LOCAL_PAYLOAD]: new Uint8Array([1]) };

/**
 * Reads payloads as the mirror does. If the SDK's own converter throws, the workflow task fails and is retried forever, so a single
 * answer or signal of a program that writes Protobuf would stop an execution. This converter returns an `UnreadablePayload` instead.
 */
export const payloadConverter: PayloadConverter = {
  toPayload(value, context, hint) {
    if (!(value instanceof LocalValue)) return defaultPayloadConverter.toPayload(value, context, hint);
    const payload = defaultPayloadConverter.toPayload(value.value, context, hint)!;
    return { ...payload, metadata: { ...payload.metadata, ...MARK } };
  },
  fromPayload<T>({ metadata, data }: Parameters<PayloadConverter["fromPayload"]>[0]): T {
    const encoding = names.decode(metadata?.["encoding"] ?? NOTHING);
    return payloadValue(encoding, () => utf8.decode(data ?? NOTHING)) as T;
  },
};
