import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";

/** An Ed25519 key with which texts are signed. */
export interface SigningKey {
  readonly id: string;
  /** 32 bytes in hex. */
  readonly publicKey: string;
  /** The signature of the text in UTF-8: 64 bytes in hex. */
  sign(text: string): string;
}

/** What stands before the 32 bytes in the DER form of a private key (PKCS #8, RFC 8410) and of a public one. */
const PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Makes the key of a seed, as key rings hold it. */
export function signingKey({ id, secret }: { readonly id: string; readonly secret: Uint8Array }): SigningKey {
  const key = createPrivateKey({ key: Buffer.concat([PREFIX, secret]), format: "der", type: "pkcs8" });
  return {
    id,
    publicKey: publicKeyOf(key),
    sign: (text) => sign(null, Buffer.from(text), key).toString("hex"),
  };
}

function publicKeyOf(key: KeyObject): string {
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return Buffer.from(x, "base64url").toString("hex");
}

/** Whether one of the signatures, by the id of its key, was made with the key that has this id among `keys`; all are hex. */
export function isSignedByOneOf(
  keys: Iterable<readonly [id: string, publicKey: string]>,
  text: string,
  signatures: Readonly<Record<string, string>>,
): boolean {
  for (const [id, publicKey] of keys)
    if (Object.hasOwn(signatures, id) && isSignedBy(publicKey, text, signatures[id]!)) return true;
  return false;
}

/** Whether the signature of the text was made with the key; both are hex. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const der = Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, "hex")]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "hex"));
  } catch {
    return false;
  }
}
