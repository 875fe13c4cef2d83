import { createHash, randomBytes } from "node:crypto";

/** What the names of tokens and of roles are made of. */
export const CALLER_NAME = /^[\w.@-]{1,100}$/;

/** A new random token of 256 bits. */
export function newToken(): string {
  return `tg_${randomBytes(32).toString("base64url")}`;
}

/** Whether a text has the form of a token that `newToken` makes. */
export function hasTokenForm(text: string): boolean {
  return /^tg_[\w-]{43}$/.test(text);
}

/** The SHA-256 of a token in hex, which is what is stored. A token is random, so its hash cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
