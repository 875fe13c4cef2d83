import { z } from "zod";
import { anyJson } from "../define/any-json.ts";
import { OUTAGE_RETRY } from "./outage-retry.ts";

/** The manifest data of `signal_workflow`, shared by the worker and local runs. */
export const signalWorkflowSpec = {
  type: "signal_workflow",
  sentence: "send the signal {name} to {executionId}",
  title: "Signal another execution",
  description: "Sends a signal to an open execution; it is kept there until something waits for it.",
  input: z.object({
    executionId: z.string().min(1).max(1000).describe("The execution that is to get it."),
    name: z.string().min(1).max(200).describe("Name of the signal."),
    payload: anyJson.optional().describe("What it brings along; may hold templates."),
  }),
  output: z.object({ executionId: z.string(), name: z.string() }),
  idempotent: true,
  retry: OUTAGE_RETRY,
  timeout: { startToClose: "30s" },
  example: { executionId: "{{ steps.call.executionId }}", name: "go", payload: { by: "{{ payload.user }}" } },
} as const;
