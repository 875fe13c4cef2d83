export { createMirror, type Mirror, type MirrorOptions } from "./create-mirror.ts";
export type { MirrorPoint, TemporalConnection } from "./mirror-deps.ts";
export type { LiveUpdates, LiveUpdateOptions } from "./live-updates/live-update-buffer.ts";
export { eventToJson, type EventJson } from "./history/event-json.ts";
export { readableEvents } from "./history/readable-events.ts";
export { isDurable, type HistoryEvent } from "./history/history-event.ts";
export { fetchHistory } from "./follow/fetch-history.ts";
export { projectHistory } from "./project/project-history.ts";
export type { ProjectedStatus, Projection, ProjectionProblem, ProjectionProblemCode } from "./project/projection.ts";
