import proto from "@temporalio/proto";
import { expect, test } from "vitest";
import { historyToJSON } from "../test-kit/history-to-json.ts";
import { eventToJson } from "./event-json.ts";
import type { HistoryEvent } from "./history-event.ts";

const { HistoryEvent: Type } = proto.temporal.api.history.v1;

/** An event as it is decoded from the server's bytes. */
function decoded(fields: object): HistoryEvent {
  return Type.decode(Type.encode(Type.fromObject(fields)).finish());
}

const payload = { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from('{"a":"ü"}') };

test("an event as proto3 JSON equals the result of the SDK's own converter", () => {
  const events = [
    {
      eventId: 1,
      eventTime: { seconds: 1_700_000_000, nanos: 1_000_000 },
      eventType: 1,
      taskId: 1_048_576,
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: "Hot lead" },
        input: { payloads: [payload] },
        workflowExecutionTimeout: { seconds: 0 },
        workflowTaskTimeout: { seconds: 10, nanos: 5 },
        header: { fields: { trace: payload } },
        memo: { fields: {} },
        attempt: 1,
      },
    },
    {
      eventId: 5,
      eventTime: { seconds: 1_700_000_000, nanos: 123_456_789 },
      eventType: 10,
      taskId: "9007199254740993",
      version: 0,
      userMetadata: { summary: payload },
      activityTaskScheduledEventAttributes: {
        activityId: "notify",
        taskQueue: { name: "q", kind: 1 },
        retryPolicy: {
          initialInterval: { nanos: 500_000_000 },
          backoffCoefficient: 1.5,
          nonRetryableErrorTypes: ["NO"],
        },
      },
    },
    {
      eventId: 6,
      eventTime: { seconds: -1 },
      eventType: 12,
      taskId: 7,
      activityTaskFailedEventAttributes: {
        retryState: 2,
        failure: {
          message: "no",
          applicationFailureInfo: { type: "X", nonRetryable: true, details: { payloads: [payload] } },
          cause: { timeoutFailureInfo: { timeoutType: 1 } },
        },
      },
    },
    {
      eventId: 7,
      eventTime: { seconds: 1_700_000_000 },
      eventType: 25,
      taskId: 8,
      markerRecordedEventAttributes: { markerName: "core_local_activity", details: { data: { payloads: [payload] } } },
    },
  ].map(decoded);
  const { events: expected } = JSON.parse(historyToJSON({ events })) as { events: unknown[] };
  expect(JSON.parse(JSON.stringify(events.map((event) => eventToJson(event).json)))).toEqual(expected);
  expect(eventToJson(events[1]!)).toMatchObject({
    eventType: "ActivityTaskScheduled",
    eventTime: "2023-11-14T22:13:20.123456789Z",
  });
});
