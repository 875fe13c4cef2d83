export { createMirror, type Mirror, type MirrorOptions } from "./create-mirror.ts";
export type { FaultPoint, MirrorLogFields, MirrorLogger, TemporalConnection } from "./mirror-deps.ts";
export type { Advisor, AdvisorOptions } from "./advise/advisory-buffer.ts";
export { eventToJson, type EventJson } from "./history/event-json.ts";
export { isDurable, type HistoryEvent } from "./history/history-event.ts";
export { fetchHistory } from "./follow/fetch-history.ts";
export { ProgramCache } from "./project/program-cache.ts";
export { projectHistory } from "./project/project-history.ts";
export type { ProjectedStatus, Projection, ProjectionProblem, ProjectionProblemCode } from "./project/projection.ts";
