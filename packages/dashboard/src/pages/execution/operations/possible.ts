import { descriptorOf, type StepState } from "@tempograph/graph";
import { isOpenStatus } from "../model/status-names.ts";
import * as documents from "./documents.ts";
import { REASON, signalFields, versionField, type OperationField } from "../../../operations/operation-field.ts";
import { ResendEvent, type ApiDocument } from "../../../data/index.ts";

/** What an operation can be about. */
export interface Subject {
  readonly executionId: string;
  readonly eventId: string;
  /** PENDING, RUNNING … */
  readonly status: string;
  readonly isPaused: boolean;
  /** The step, for operations on a step; its input, where it is known. */
  readonly step?: Pick<StepState, "path" | "nodeId" | "type" | "status"> & { readonly input?: unknown };
}

/** An operation as a button. Its name is that of the API, which says whether the caller's roles allow it. */
export interface PageOperation {
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly of: "execution" | "step";
  /** Whether it makes sense now. The API decides in the end. */
  readonly isPossible: (subject: Subject) => boolean;
  /** What a person fills in. */
  readonly fields?: (subject: Subject) => readonly OperationField[];
  /** What cannot be undone about it: the dialog says so, and its button is red. */
  readonly warning?: string;
  /** What its label does not say of it, and nobody has to fear: the dialog says so. */
  readonly note?: string;
  /** Without fields, warning and note it is performed at once. */
  readonly input: (subject: Subject, given: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly document: ApiDocument<object, { readonly input: never }>;
}

const isOpen = ({ status }: Subject): boolean => isOpenStatus(status);
const isRunning = ({ status }: Subject): boolean => status === "RUNNING";
const isIncident = (subject: Subject): boolean => isRunning(subject) && subject.step?.status === "incident";
const ofExecution = ({ executionId }: Subject, given: object) => ({ id: executionId, ...given });
const ofStep = ({ executionId, step }: Subject, given: object) => ({ id: executionId, path: step?.path, ...given });
const VERSION = versionField("The version of this execution");
const document = (typed: unknown) => typed as PageOperation["document"];

/** All operations of the page of an execution, in the order of their buttons. */
export const PAGE_OPERATIONS: readonly PageOperation[] = [
  {
    ...{ name: "executionPause", id: "pause", label: "Pause", of: "execution", input: ofExecution },
    isPossible: (subject) => isRunning(subject) && !subject.isPaused,
    document: document(documents.ExecutionPause),
  },
  {
    ...{ name: "executionResume", id: "resume", label: "Resume", of: "execution", input: ofExecution },
    isPossible: (subject) => isRunning(subject) && subject.isPaused,
    document: document(documents.ExecutionResume),
  },
  {
    ...{ name: "executionSignal", id: "signal", label: "Send a signal", of: "execution", input: ofExecution },
    isPossible: isRunning,
    fields: () => signalFields("name"),
    document: document(documents.ExecutionSignal),
  },
  {
    ...{ name: "executionRerun", id: "rerun", label: "Run again", of: "execution", input: ofExecution },
    isPossible: (subject) => !isOpen(subject),
    fields: () => [VERSION],
    document: document(documents.ExecutionRerun),
  },
  {
    ...{ name: "eventResend", id: "resend", label: "Send the event again", of: "execution" },
    note: "Every workflow that listens to this event starts again, not only this one.",
    isPossible: () => true,
    input: ({ eventId }) => ({ id: eventId }),
    document: document(ResendEvent),
  },
  {
    ...{
      name: "executionCancel",
      id: "cancel",
      label: "Cancel",
      of: "execution",
      fields: () => [REASON],
      input: ofExecution,
    },
    warning: "Its steps are asked to stop, and what has to be compensated is. It cannot go on afterwards.",
    isPossible: isOpen,
    document: document(documents.ExecutionCancel),
  },
  {
    ...{ name: "executionTerminate", id: "terminate", label: "Terminate", of: "execution" },
    ...{ fields: () => [REASON], input: ofExecution },
    warning: "It ends at once: nothing is cleaned up or compensated. It cannot go on afterwards.",
    isPossible: isRunning,
    document: document(documents.ExecutionTerminate),
  },
  {
    ...{ name: "executionSkipWait", id: "skipWait", label: "End the wait now", of: "step", input: ofStep },
    isPossible: (subject) =>
      isRunning(subject) && subject.step?.status === "waiting" && descriptorOf(subject.step.type)?.skippable === true,
    fields: () => [
      { name: "output", label: "Output of the step", about: 'Default: { "skipped": true }.', kind: "json" },
    ],
    document: document(documents.ExecutionSkipWait),
  },
  {
    ...{ name: "incidentRetry", id: "retry", label: "Retry", of: "step", input: ofStep },
    isPossible: isIncident,
    document: document(documents.IncidentRetry),
  },
  {
    ...{ name: "incidentRetry", id: "retryWith", label: "Retry with another input", of: "step", input: ofStep },
    isPossible: isIncident,
    fields: ({ step }) => [
      {
        ...{ name: "input", label: "Input", kind: "json", isRequired: true },
        about: "The whole input of the step for the new attempts.",
        initial: step?.input ?? {},
      },
    ],
    document: document(documents.IncidentRetry),
  },
  {
    ...{ name: "incidentSkip", id: "skip", label: "Skip the step", of: "step", input: ofStep },
    isPossible: isIncident,
    fields: () => [
      { name: "output", label: "Output of the step", about: "As if it had succeeded.", kind: "json" },
      { name: "port", label: "Port", about: "Default: out.", kind: "text" },
    ],
    document: document(documents.IncidentSkip),
  },
  {
    ...{ name: "incidentFail", id: "fail", label: "Let it fail", of: "step", input: ofStep },
    warning: "The step fails for good, and what is around it fails with it.",
    fields: () => [{ ...REASON, name: "message" }],
    isPossible: isIncident,
    document: document(documents.IncidentFail),
  },
  {
    ...{ name: "executionRerun", id: "rerunFrom", label: "Run again from here", of: "step" },
    isPossible: (subject) => !isOpen(subject) && subject.step !== undefined,
    fields: () => [VERSION],
    input: (subject, given) => ({
      ...ofExecution(subject, given),
      // A node inside a container begins with its container, which the first segment of the path names.
      fromNode: subject.step?.path.includes("/") === true ? rootOf(subject.step.path) : subject.step?.nodeId,
    }),
    document: document(documents.ExecutionRerun),
  },
];

/** The operations that are possible now and that the caller may perform. */
export function possibleOperations(
  subject: Subject,
  of: PageOperation["of"],
  may: (operation: string) => boolean,
): readonly PageOperation[] {
  return PAGE_OPERATIONS.filter(
    (operation) => operation.of === of && may(operation.name) && operation.isPossible(subject),
  );
}

function rootOf(path: string): string {
  return decodeURIComponent(path.slice(0, path.indexOf("/")).replace(/\[\d+\]$/, ""));
}
