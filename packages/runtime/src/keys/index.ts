export { createKeyRing, KeyMissingError, parseKeys, type Key, type KeyRing, type Keys } from "./key-ring.ts";
export { loadKeyRing, type KeyRingOptions } from "./load-key-ring.ts";
export { open, seal, sealedWith, SealError } from "./seal.ts";
