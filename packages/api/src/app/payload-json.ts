import type { Payload } from "@tempograph/db";

/** A payload as Temporal's HTTP API and proto3 JSON write it: with base64 in the place of bytes. */
export interface PayloadJson {
  readonly metadata?: { readonly [name: string]: string } | null | undefined;
  readonly data?: string | null | undefined;
}

export function payloadFromJson({ metadata, data }: PayloadJson): Payload {
  const entries = Object.entries(metadata ?? {});
  return {
    metadata: Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value, "base64")])),
    data: Buffer.from(data ?? "", "base64"),
  };
}

export function payloadToJson({ metadata, data }: Payload): { metadata: Record<string, string>; data: string } {
  const entries = Object.entries(metadata ?? {});
  return {
    metadata: Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value).toString("base64")])),
    data: Buffer.from(data ?? []).toString("base64"),
  };
}
