export { freePort } from "./free-port.ts";
export type { OnProgress } from "./progress.ts";
export { StartError } from "./start-error.ts";
export { lockDataDir, DataDirInUseError } from "./lock/lock-data-dir.ts";
export { lockFile, lockFileWhenFree, LockHeldError, type Lock } from "./lock/lock-file.ts";
export { startPostgres, type LocalPostgres, type StartPostgresOptions } from "./postgres/start-postgres.ts";
export { identify, isAlive, processStartTime, type ProcessIdentity } from "./process/process-identity.ts";
export { openLogFile, type LogFile } from "./process/log-file.ts";
export { endProcess, type EndProcessOptions } from "./process/end-process.ts";
export {
  startProcess,
  type ProcessExit,
  type StartedProcess,
  type StartProcessOptions,
} from "./process/start-process.ts";
export {
  superviseProcess,
  type RestartPolicy,
  type SupervisedProcess,
  type SuperviseProcessOptions,
  type SupervisorEvent,
} from "./process/supervise-process.ts";
export type { SearchAttributeType } from "./temporal/dev-server-args.ts";
export {
  resolveTemporalBinary,
  TemporalNotFoundError,
  type ResolveTemporalOptions,
  type TemporalBinary,
} from "./temporal/resolve-temporal-binary.ts";
export { startTemporal, type LocalTemporal, type StartTemporalOptions } from "./temporal/start-temporal.ts";
export type { NodeProcessEvent, ReadyLine } from "./stack/node-process.ts";
export type { StackProgram, StartStackOptions } from "./stack/stack-options.ts";
export { startStack, type LocalStack } from "./stack/start-stack.ts";
