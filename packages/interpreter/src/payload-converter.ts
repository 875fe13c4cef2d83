import { defaultPayloadConverter, type PayloadConverter } from "@temporalio/common";
import { payloadValue } from "@tempograph/graph/machine";

const names = new TextDecoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

const NOTHING = new Uint8Array();

/**
 * Reads payloads as the mirror does. If the SDK's own converter throws, the workflow task fails and is retried forever, so a single
 * answer or signal of a program that writes Protobuf would stop an execution. This converter returns an `UnreadablePayload` instead.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload<T>({ metadata, data }: Parameters<PayloadConverter["fromPayload"]>[0]): T {
    const encoding = names.decode(metadata?.["encoding"] ?? NOTHING);
    return payloadValue(encoding, () => utf8.decode(data ?? NOTHING)) as T;
  },
};
