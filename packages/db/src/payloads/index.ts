export { createPayloadCodec, isEncoded, type PayloadCodecOptions } from "./create-payload-codec.ts";
export type { Payload, PayloadCodec, PayloadContext } from "./payload.ts";
export { PayloadError } from "./payload-error.ts";
export { MAX_INLINE_BYTES, payloadAddress, REFERENCE_ENCODING, type PayloadAddress } from "./payload-reference.ts";
export { decryptPayload, encryptPayload, isEncrypted, type OpenedPayload } from "./encrypted-payload.ts";
export { loadPayloadKeys, readPayloadKeys, type PayloadKeys, type PayloadKeySettings } from "./payload-keys.ts";
