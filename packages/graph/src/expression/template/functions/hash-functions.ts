import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fail, optionalText, spendSteps } from "./arguments.ts";
import { toBase64 } from "./base64.ts";
import { utf8 } from "./encoding-functions.ts";
import type { Call, FunctionRow } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

type Hash = Parameters<typeof hmac>[0];

export const hashFunctions = inGroup("hashes", [
  hashed("sha256", sha256, "SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  hashed(
    "sha512",
    sha512,
    "SHA-512",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
  ),
  hashed(
    "sha1",
    sha1,
    "SHA-1, for services that require it; it is not secure",
    "a9993e364706816aba3e25717850c26c9cd0d89d",
  ),
  hashed("md5", md5, "MD5, for services that require it; it is not secure", "900150983cd24fb0d6963f7d28e17f72"),
  signed("hmacSha256", sha256, "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"),
  signed(
    "hmacSha512",
    sha512,
    "b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a",
  ),
  signed("hmacSha1", sha1, "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9"),
]);

function hashed(name: string, hash: Hash, what: string, result: string): FunctionRow {
  return {
    name,
    kind: "function",
    takes: [1, 2],
    declare: [`${name}(string): string`, `${name}(string, string): string`],
    signature: `${name}(text, encoding = "hex") → text`,
    description: `${what}. The hash of the text's UTF-8 bytes, in "hex" or "base64".`,
    example: `${name}("abc")`,
    result,
    run: (call, [of, encoding]) => print(call, hash(work(call, of)), encoding),
  };
}

function signed(name: string, hash: Hash, result: string): FunctionRow {
  return {
    name,
    kind: "function",
    takes: [2, 3],
    declare: [`${name}(string, string): string`, `${name}(string, string, string): string`],
    signature: `${name}(text, key, encoding = "hex") → text`,
    description:
      'The HMAC of the text with a key, in "hex" or "base64". Do not write a secret key here; it belongs into a connection.',
    example: `${name}("The quick brown fox jumps over the lazy dog", "key")`,
    result,
    run: (call, [of, key, encoding]) => print(call, hmac(hash, work(call, key), work(call, of)), encoding),
  };
}

/** Hashing takes far longer for each character than copying it. */
function work(call: Call, value: unknown): ReturnType<typeof utf8> {
  const bytes = utf8(call, value, 1);
  spendSteps(call, 4 + (bytes.length >> 5));
  return bytes;
}

function print(call: Call, bytes: Uint8Array, encoding: unknown): string {
  const name = optionalText(call, encoding, "hex");
  if (name === "hex") return bytesToHex(bytes);
  if (name === "base64") return toBase64(bytes);
  throw fail(call, `${JSON.stringify(name.slice(0, 20))} is not an encoding of a hash`, 'Write "hex" or "base64"');
}
