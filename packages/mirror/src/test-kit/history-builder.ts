import proto from "@temporalio/proto";
import type { ExecutionStart, Json } from "@tempograph/graph";
import type { HistoryEvent, Payload } from "../history/history-event.ts";

/** The time from which events are counted, in milliseconds since the epoch; each event is 10 ms later than the one before. */
export const T0 = Date.UTC(2026, 0, 1);

/** Builds histories as the server would write them: ids count up, and each event has the attributes of its type. */
export class HistoryBuilder {
  readonly events: HistoryEvent[] = [];
  #started = 0;

  static begin(start: ExecutionStart | Json): HistoryBuilder {
    const builder = new HistoryBuilder();
    builder.add({ workflowExecutionStartedEventAttributes: { input: payloads(start), firstExecutionRunId: "run-1" } });
    return builder;
  }

  /** Adds an event and returns its id, from which its time is derived. */
  add(fields: object): number {
    const eventId = this.events.length + 1;
    const at = this.timeOf(eventId);
    const eventTime = { seconds: Math.floor(at / 1000), nanos: (at % 1000) * 1_000_000 };
    const event = { eventId, taskId: eventId + 1_000, eventTime, ...fields };
    this.events.push(proto.temporal.api.history.v1.HistoryEvent.fromObject(event));
    return eventId;
  }

  timeOf(eventId: number): number {
    return T0 + eventId * 10;
  }

  scheduled(): number {
    return this.add({ workflowTaskScheduledEventAttributes: {} });
  }

  started(): number {
    this.#started = this.add({ workflowTaskStartedEventAttributes: { scheduledEventId: this.events.length } });
    return this.#started;
  }

  completed(buildId?: string): number {
    const workerVersion = buildId === undefined ? {} : { workerVersion: { buildId } };
    return this.add({ workflowTaskCompletedEventAttributes: { startedEventId: this.#started, ...workerVersion } });
  }

  failed(): number {
    return this.add({ workflowTaskFailedEventAttributes: { startedEventId: this.#started } });
  }

  /** Adds a whole workflow task and returns the time of its start in milliseconds. `buildId` names the code that carried it out. */
  task(buildId?: string): number {
    this.scheduled();
    const started = this.started();
    this.completed(buildId);
    return this.timeOf(started);
  }

  activity(path: string): number {
    return this.add({ activityTaskScheduledEventAttributes: { activityId: path, activityType: { name: "probe" } } });
  }

  succeed(scheduledEventId: number, output: Json): void {
    const startedEventId = this.add({ activityTaskStartedEventAttributes: { scheduledEventId, attempt: 1 } });
    this.add({
      activityTaskCompletedEventAttributes: { scheduledEventId, startedEventId, result: payloads({ output }) },
    });
  }

  /** Adds the final failure of an activity. */
  fail(scheduledEventId: number, { code, message }: { readonly code: string; readonly message: string }): void {
    const startedEventId = this.add({ activityTaskStartedEventAttributes: { scheduledEventId, attempt: 1 } });
    const failure = { message, applicationFailureInfo: { type: code, nonRetryable: true } };
    this.add({ activityTaskFailedEventAttributes: { scheduledEventId, startedEventId, failure } });
  }

  timer(summary: string): number {
    return this.add({ timerStartedEventAttributes: { timerId: "1" }, userMetadata: { summary: payload(summary) } });
  }

  fire(startedEventId: number): void {
    this.add({ timerFiredEventAttributes: { startedEventId } });
  }

  /** Adds a signal. `id` is the sender's id, which the API sends after the payload. */
  signal(signalName: string, value: Json, id?: string): number {
    const { payloads: first } = payloads(value);
    const input = { payloads: id === undefined ? first : [...first, payload(id)] };
    return this.add({ workflowExecutionSignaledEventAttributes: { signalName, input } });
  }

  /** Adds an operation that the workflow accepted. */
  steer(request: Json): number {
    const input = { name: "steer", args: payloads(request) };
    return this.add({ workflowExecutionUpdateAcceptedEventAttributes: { acceptedRequest: { input } } });
  }

  continueAsNew(start: Json): void {
    this.add({
      workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: "run-2", input: payloads(start) },
    });
  }

  marker(summary: string, result: object): number {
    return this.add({
      markerRecordedEventAttributes: {
        markerName: "core_local_activity",
        details: { data: payloads({ seq: 1, attempt: 1 }), result: payloads(result) },
      },
      userMetadata: { summary: payload(summary) },
    });
  }

  complete(result: object): void {
    this.add({ workflowExecutionCompletedEventAttributes: { result: payloads(result) } });
  }
}

function payload(value: unknown): Payload {
  return { metadata: { encoding: Buffer.from("json/plain") }, data: Buffer.from(JSON.stringify(value)) };
}

function payloads(value: unknown): { payloads: Payload[] } {
  return { payloads: [payload(value)] };
}
