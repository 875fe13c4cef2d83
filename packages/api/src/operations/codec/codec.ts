import type { Payload } from "@tempograph/db";
import { z } from "zod";
import { ok } from "../../app/app-error.ts";
import { payloadFromJson, payloadToJson } from "../../app/payload-json.ts";
import { input, listOf } from "../fields.ts";
import { defineOperation } from "../operation.ts";

// Temporal's protocol of codec servers, which its Web UI speaks: payloads in, payloads out, with base64 in the place of bytes.

const payload = z
  .looseObject({
    metadata: z
      .record(z.string(), z.base64())
      .nullish()
      .describe("What the bytes are: `encoding` and others, in base64."),
    data: z.base64().nullish().describe("The bytes, in base64."),
  })
  .describe("A payload as Temporal's HTTP API writes it.");

const payloads = listOf(payload, "The payloads, in their order.");
const answer = {
  schema: z
    .object({ payloads })
    .meta({ id: "CodecAnswer" })
    .describe("As many payloads as were sent, in the same order."),
  from: (value: readonly Payload[]) => ({ payloads: value.map(payloadToJson) }),
};
const shared = {
  permission: "payloads",
  input: input("CodecInput", "Payloads of Temporal.", { payloads }),
  errors: ["validation"],
} as const;
const route = {
  method: "POST",
  tag: "system",
  query: { preserveStorageRefs: "Sent by Temporal's Web UI, and ignored." },
  bodyLimit: 8 * 1024 * 1024,
  answer,
  example: { payloads: [{ metadata: { encoding: "anNvbi9wbGFpbg==" }, data: "NDI=" }] },
} as const;

export const payloadsDecode = defineOperation({
  ...shared,
  name: "payloadsDecode",
  kind: "query",
  summary: "Decode payloads of Temporal",
  description:
    "Decrypts payloads that API and workers have given to Temporal, and puts large values in the place of references. Temporal's Web UI calls it " +
    "as its codec server. Only payloads of executions, and of nodes that ran by themselves, of the caller's project are decoded; the owner decodes all. A payload that " +
    "cannot be decoded comes back as it is, and so does a reference once the values in the place of references have 8 MiB together.",
  rest: { ...route, path: "/codec/decode" },
  run: async ({ deps, caller }, { payloads: given }) =>
    ok(await deps.payloads.decode(given.map(payloadFromJson), caller.everyProject === true)),
});

export const payloadsEncode = defineOperation({
  ...shared,
  name: "payloadsEncode",
  kind: "query",
  summary: "Encode payloads for Temporal",
  description:
    "Encrypts payloads as API and workers do, where payloads are encrypted. Temporal's Web UI calls it for what somebody enters there, such as a signal.",
  rest: { ...route, path: "/codec/encode" },
  run: ({ deps }, { payloads: given }) => ok(deps.payloads.encode(given.map(payloadFromJson))),
});
