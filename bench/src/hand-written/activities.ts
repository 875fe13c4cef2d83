import { activityInfo, cancellationSignal } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import { Agent, fetch } from "undici";
import type { StepBody } from "./event.ts";

const agent = new Agent({ connections: 64 });
const url = `${process.env["ECHO_URL"]}/post`;

export async function post(body: StepBody): Promise<{ status: number; body: unknown }> {
  const { workflowExecution, activityId } = activityInfo();
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": `${workflowExecution?.workflowId}/${activityId}`,
    },
    body: JSON.stringify(body),
    signal: cancellationSignal(),
    dispatcher: agent,
  });
  if (!response.ok) throw ApplicationFailure.retryable(`${url} answered ${response.status}`, "HTTP_STATUS");
  return { status: response.status, body: await response.json() };
}
