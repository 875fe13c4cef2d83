import { secretField } from "@tempograph/nodes-sdk";
import { z } from "zod";

/** A host name or an address, without scheme, port and path. */
export const host = z
  .string()
  .max(253)
  .regex(
    /^(?:[A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[\w-]*[A-Za-z0-9_])?)*|[0-9a-fA-F:]*:[0-9a-fA-F:.]+)$/,
  );

export const port = z.int().min(1).max(65_535);

export const password = secretField(z.string().min(1).max(16_384));

/** The certificate authority of a server whose certificate no public authority signed. */
export const ca = z
  .string()
  .max(100_000)
  .regex(/^-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\s*$/)
  .optional()
  .describe("The certificate authority of the server, in the PEM format. Default: those of the worker's system.");

/** An entry of the hosts that a connection reaches. */
export function hostAndPort(name: string, number: number): string {
  return `${name.includes(":") ? `[${name}]` : name}:${String(number)}`;
}
