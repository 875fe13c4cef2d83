import { builder } from "./builder.ts";
import { HistoryEventType } from "./history-event.ts";
import { EventType, ExecutionType, StepType, WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { StepLogType } from "./step-log.ts";

// One connection type for each type, whatever field it is reached by, so that clients can share fragments.

export const WorkflowConnection = builder.connectionObject(
  { type: WorkflowType, name: "WorkflowConnection" },
  { name: "WorkflowEdge" },
);
export const WorkflowVersionConnection = builder.connectionObject(
  { type: WorkflowVersionType, name: "WorkflowVersionConnection" },
  { name: "WorkflowVersionEdge" },
);
export const EventConnection = builder.connectionObject(
  { type: EventType, name: "EventConnection" },
  { name: "EventEdge" },
);
export const ExecutionConnection = builder.connectionObject(
  { type: ExecutionType, name: "ExecutionConnection" },
  { name: "ExecutionEdge" },
);
export const StepConnection = builder.connectionObject(
  { type: StepType, name: "StepConnection" },
  { name: "StepEdge" },
);
export const StepLogConnection = builder.connectionObject(
  { type: StepLogType, name: "StepLogConnection" },
  { name: "StepLogEdge" },
);
export const HistoryEventConnection = builder.connectionObject(
  { type: HistoryEventType, name: "HistoryEventConnection" },
  { name: "HistoryEventEdge" },
);
