import { Connection, WorkflowClient, isGrpcServiceError } from "@temporalio/client";
import { defaultPayloadConverter, toPayloads } from "@temporalio/common";
import { msToTs, tsToMs } from "@temporalio/common/lib/time.js";
import type { PayloadCodec } from "@tempograph/db";
import { identifyNamespace } from "@tempograph/dispatch";
import {
  GrpcStatus,
  isSignalLimit,
  isUnknownExecution,
  retry,
  RUN_IS_OPEN,
  type TemporalServer,
} from "@tempograph/runtime";
import { randomUUID } from "node:crypto";
import type { OperationSigner } from "./operation-signer.ts";
import { sendOperation } from "./send-operation.ts";
import type { TemporalGateway, OperationResult } from "./temporal-gateway.ts";

const DEADLINE_MS = 5_000;
const HEALTH_DEADLINE_MS = 2_000;
const IDENTITY = `tempograph-api-${String(process.pid)}`;

/** With these gRPC statuses it is unknown whether Temporal has carried out the request. */
const NO_ANSWER: ReadonlySet<number> = new Set([
  GrpcStatus.CANCELLED,
  GrpcStatus.UNKNOWN,
  GrpcStatus.DEADLINE_EXCEEDED,
  // Of the namespace: somebody has yet to set it up.
  GrpcStatus.NOT_FOUND,
  GrpcStatus.RESOURCE_EXHAUSTED,
  GrpcStatus.ABORTED,
  GrpcStatus.INTERNAL,
  GrpcStatus.UNAVAILABLE,
]);

export interface TemporalOptions {
  readonly server: TemporalServer;
  /** The codec that encrypts values, and sends large ones as references. */
  readonly payloadCodec: PayloadCodec;
  readonly signer: OperationSigner;
  /** How long an operation waits for a worker's answer. Default 10,000. */
  readonly steerTimeoutMs?: number | undefined;
}

/** Connects at the first call, and again after a lost connection, so that the API starts and serves while Temporal is down. */
export function connectTemporal(options: TemporalOptions): TemporalGateway {
  const { server, payloadCodec, signer, steerTimeoutMs = 10_000 } = options;
  const { namespace } = server;
  const connection = Connection.lazy({ ...server.connection, connectTimeout: "2s" });
  const workflows = new WorkflowClient({
    connection,
    namespace,
    identity: IDENTITY,
    dataConverter: { payloadCodecs: [payloadCodec] },
  });

  /** Makes one call with a deadline. It uses the raw service, because the client supports neither a reason for cancel nor a request id for signals. */
  async function ask(call: (service: Connection["workflowService"]) => Promise<unknown>): Promise<OperationResult> {
    try {
      await connection.withDeadline(Date.now() + DEADLINE_MS, async () => {
        await connection.ensureConnected();
        await retry(() => call(connection.workflowService), {
          ...{ minMs: 20, maxMs: 500, forMs: DEADLINE_MS / 2 },
          isPassing: isSignalLimit,
        });
      });
      return "done";
    } catch (error) {
      if (isUnknownExecution(error)) return "notFound";
      if (!isGrpcServiceError(error) || NO_ANSWER.has(error.code) || isSignalLimit(error)) return "unavailable";
      throw error;
    }
  }

  return {
    async cancel(executionId, reason, requestId = randomUUID()) {
      // Temporal also accepts the cancel of a closed execution. Check first whether it is open, so that the answer is true.
      let open = true;
      const answer = await ask(async (service) => {
        const { workflowExecutionInfo } = await service.describeWorkflowExecution({
          namespace,
          execution: { workflowId: executionId },
        });
        open = workflowExecutionInfo?.status === RUN_IS_OPEN;
        if (!open) return;
        await service.requestCancelWorkflowExecution({
          namespace,
          workflowExecution: { workflowId: executionId },
          identity: IDENTITY,
          requestId,
          reason,
        });
      });
      return open ? answer : "notFound";
    },
    terminate: (executionId, reason) =>
      ask((service) =>
        service.terminateWorkflowExecution({
          namespace,
          workflowExecution: { workflowId: executionId },
          identity: IDENTITY,
          reason,
        }),
      ),
    // The signal's id and time follow the payload as arguments for the interpreter. Temporal accepts each request id once.
    signal: (executionId, { id, name, payload }) =>
      ask(async (service) => {
        const payloads = toPayloads(defaultPayloadConverter, payload, id, Date.now()) ?? [];
        await service.signalWorkflowExecution({
          namespace,
          workflowExecution: { workflowId: executionId },
          identity: IDENTITY,
          requestId: id,
          signalName: name,
          input: { payloads: await payloadCodec.encode(payloads, { workflowId: executionId }) },
        });
      }),
    steer: (executionId, request) =>
      sendOperation({ connection, workflows, signer, timeoutMs: steerTimeoutMs }, executionId, request),
    fireSchedule: (scheduleId, span) =>
      ask((service) =>
        service.patchSchedule({
          ...{ namespace, scheduleId, identity: IDENTITY, requestId: randomUUID() },
          patch:
            span === undefined
              ? { triggerImmediately: {} }
              : { backfillRequest: [{ startTime: msToTs(span.from.getTime()), endTime: msToTs(span.to.getTime()) }] },
        }),
      ),
    async scheduleTimes(scheduleId) {
      let times: readonly number[] = [];
      const answer = await ask(async (service) => {
        const { info } = await service.describeSchedule({ namespace, scheduleId });
        times = (info?.futureActionTimes ?? []).map((time) => tsToMs(time));
      });
      return answer === "done" ? times : null;
    },
    async identify() {
      // A call on a connection that is not there yet would be tried again after `close`.
      const connected = connection.withDeadline(Date.now() + HEALTH_DEADLINE_MS, () => connection.ensureConnected());
      return await connected.then(
        () => identifyNamespace(connection, namespace),
        () => null,
      );
    },
    async latency() {
      const from = performance.now();
      try {
        await connection.withDeadline(Date.now() + HEALTH_DEADLINE_MS, async () => {
          await connection.ensureConnected();
          await connection.workflowService.getSystemInfo({});
        });
        return performance.now() - from;
      } catch {
        return null;
      }
    },
    close: () => connection.close(),
  };
}
