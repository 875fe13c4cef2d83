import { z } from "zod";
import { anyJson } from "../define/any-json.ts";
import { OUTAGE_RETRY } from "./outage-retry.ts";

/** The manifest data of `respond`, shared by the worker and local runs. */
export const respondSpec = {
  type: "respond",
  sentence: "answer the sender[ with the status {status}][ saying {body}]",
  title: "Answer the sender",
  description:
    "Answers the request of a webhook or a form that started this execution, and whose trigger waits for it. Once per event.",
  input: z.object({
    status: z.number().int().min(200).max(599).default(200).describe("Status of the HTTP answer."),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .describe("Such as Content-Type or Location. Cookies and headers that act for the whole address are refused."),
    body: anyJson.default(null).describe("A text, or JSON; may hold templates. Null: no body."),
    whenNobodyWaits: z
      .enum(["fail", "skip"])
      .default("fail")
      .describe("What to do in an execution that was started in another way, or whose event was answered already."),
  }),
  output: z.object({
    sent: z.boolean().describe("Whether the sender still waited."),
    reason: z.enum(["late", "answered", "unasked"]).optional(),
  }),
  idempotent: true,
  retry: OUTAGE_RETRY,
  timeout: { startToClose: "30s" },
  example: { status: 201, body: { orderId: "{{ payload.body.id }}" } },
} as const;
