export { backOffMs, type BackOffRange } from "./back-off.ts";
export { createBatcher, type BatcherOptions } from "./batcher.ts";
export { collectStartUpGarbage } from "./collect-start-up-garbage.ts";
export { readDataDir } from "./data-dir.ts";
export type { FaultPoint } from "./fault-point.ts";
export { createGiveWay } from "./give-way.ts";
export {
  GrpcStatus,
  grpcStatusOf,
  isDroppedUpdate,
  isSignalLimit,
  isUnknownExecution,
  RUN_IS_OPEN,
} from "./grpc-status.ts";
export {
  createKeyRing,
  KeyMissingError,
  loadKeyRing,
  open,
  parseKeys,
  seal,
  sealedWith,
  SealError,
  type Key,
  type KeyRing,
  type KeyRingOptions,
  type Keys,
} from "./keys/index.ts";
export { holdLease, type HeldLease, type LeaseOptions } from "./lease.ts";
export { endAtSignal, type EndAtSignalOptions } from "./shutdown/end-at-signal.ts";
export { readShutdownMs } from "./shutdown/read-shutdown-ms.ts";
export { workEndsWithin } from "./shutdown/work-ends-within.ts";
export { createLogger, logRefusals, type Logger, type ProcessLogger } from "./logger.ts";
export { isSignedBy, isSignedByOneOf, signingKey, type SigningKey } from "./signing-key.ts";
export { MAX_TIMER_MS } from "./max-timer.ts";
export { createNotifier, type Notifier } from "./notifier.ts";
export { createOutage, type Outage } from "./outage.ts";
export { retry, type RetryOptions } from "./retry.ts";
export { readTemporalServer, type TemporalConnectionOptions, type TemporalServer } from "./temporal-server.ts";
export { stillLoops, type StillLoop } from "./still-loops.ts";
export { createWakeLoop, RoundTooLong, type WakeLoop, type WakeLoopOptions } from "./wake-loop.ts";
export { createTurns, type InTurn } from "./turns.ts";
export { isLoopback, isLoopbackName } from "./is-loopback.ts";
export { listenOn, type Listening } from "./listen-on.ts";
export {
  count,
  createFewValues,
  METRICS,
  observe,
  readMetricsSettings,
  startMetricsServer,
  watchGauges,
  withoutLabel,
  type GaugeValue,
  type MetricDescriptor,
  type MetricName,
  type MetricsServer,
  type MetricsSettings,
  type Part,
} from "./metrics/index.ts";
export {
  activeTrace,
  isTracing,
  openSpan,
  readTraceContext,
  readTracePayload,
  recordSpan,
  startTracing,
  traced,
  tracePayload,
  type OpenSpan,
  type TraceContext,
} from "./tracing/index.ts";
