import { defaultPayloadConverter, type PayloadConverter } from "@temporalio/common";
import { payloadValue } from "@tempograph/graph/machine";

const names = new TextDecoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

const NOTHING = new Uint8Array();

/**
 * Reads payloads as the mirror does. Where the SDK's own converter throws, the workflow task fails and is tried again for ever,
 * so one answer or signal of a program that writes Protobuf would stop an execution; here it is an `UnreadablePayload`.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload<T>({ metadata, data }: Parameters<PayloadConverter["fromPayload"]>[0]): T {
    const encoding = names.decode(metadata?.["encoding"] ?? NOTHING);
    return payloadValue(encoding, () => utf8.decode(data ?? NOTHING)) as T;
  },
};
