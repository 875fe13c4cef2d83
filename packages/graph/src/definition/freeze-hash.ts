import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical-json.ts";
import type { Definition } from "./definition.ts";

/** SHA-256 in hex over the definition's canonical JSON (keys sorted): the same after a round trip through jsonb. */
export function definitionHash(definition: Definition): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(definition))));
}
