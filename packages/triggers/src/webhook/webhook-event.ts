import { WEBHOOK_RECEIVED, type Json, type JsonObject, type WebhookConfig } from "@tempograph/graph";
import { deliveryIdOf } from "./delivery-id.ts";
import type { HookRequest } from "./hook-request.ts";
import { proofHeaders } from "./verify/verify-request.ts";

/** A file that is stored beside the event. */
export interface FileReference {
  readonly id: string;
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Where the file is read with a token that may read payloads. */
  readonly url: string;
}

/** The event that a request becomes. */
export interface HookEvent {
  readonly type: string;
  /** The sender's id of the delivery. */
  readonly id?: string;
  readonly data: JsonObject;
  /** The part of the data that is the same when the sender repeats the request; headers, for example, may have other times. */
  readonly compared: Json;
}

/** Makes the event of a request that was verified. Of its headers those are left out that prove who sends, or that only concern the way. */
export function webhookEvent(
  path: string,
  config: WebhookConfig,
  request: HookRequest,
  { body, files }: { readonly body: Json; readonly files: readonly FileReference[] },
): HookEvent {
  const query = texts(request.query);
  const data = {
    method: request.method,
    path,
    headers: headersOf(config, request),
    query,
    body,
    ...(files.length > 0 && { files: files.map((file) => ({ ...file })) }),
  };
  const id = deliveryIdOf(config, request, body);
  const sizes = files.map(({ field, name, size }) => [field, name, size]);
  return {
    type: config.eventType ?? WEBHOOK_RECEIVED,
    ...(id !== undefined && { id }),
    data,
    compared: [query, body, sizes],
  };
}

/** Headers between two hops, of proxies, and credentials of callers. */
const LEFT_OUT =
  /^(authorization|cookie|connection|content-length|expect|forwarded|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|x-forwarded-.*|x-real-ip)$/;

function headersOf({ auth = { type: "none" } }: WebhookConfig, { headers }: HookRequest): JsonObject {
  const proof = proofHeaders(auth);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || LEFT_OUT.test(name) || proof.includes(name)
        ? []
        : [[name, typeof value === "string" ? value : value.join(", ")]],
    ),
  );
}

function texts(query: HookRequest["query"]): JsonObject {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? value : [...value]]],
    ),
  );
}
