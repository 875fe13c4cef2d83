import { setTimeout as sleep } from "node:timers/promises";
import { GrpcStatus, grpcStatusOf } from "@tempograph/runtime";
import type { Connection } from "@temporalio/client";
import { defineSearchAttributeKey, type SearchAttributePair } from "@temporalio/common";
import { SEARCH_ATTRIBUTES, type ExecutionStart } from "@tempograph/graph";

/** Decides whether executions start with search attributes: a Temporal server that does not know them would refuse the start. */
export interface SearchAttributeUse {
  isUsable(): boolean;
  /** Tells that Temporal refused a start because of the search attributes. */
  refused(error: unknown): void;
}

/** Values of Temporal's enum IndexedValueType. */
const INDEXED_VALUE_TYPE = { KEYWORD: 2, INT: 3 } as const;
/** How long Temporal's processes may take to learn of new attributes, in milliseconds. */
const LEARNING_MS = 60_000;
/** How long a process, at its start, waits for the registration, and then for Temporal's processes to learn of it, in milliseconds. */
const WAIT_MS = 3_000;

/**
 * Registers those of our search attributes that Temporal does not know. Every process may call this at every start. If the
 * process lacks the permission, executions start without search attributes and the log says so once. Somebody who has the
 * permission can then register them (`temporal operator search-attribute create`); the process uses them after its next start.
 * A Temporal that does not answer keeps no process from its work: executions start without search attributes for a minute, and then with them if Temporal knows them.
 */
export async function registerSearchAttributes(
  connection: Services,
  namespace: string,
  logger: { warn(fields: object, message: string): void },
): Promise<SearchAttributeUse> {
  let usableFrom = 0;
  try {
    await addMissing(connection, namespace);
  } catch (error) {
    const isLate = grpcStatusOf(error) === GrpcStatus.DEADLINE_EXCEEDED;
    usableFrom = isLate ? performance.now() + LEARNING_MS : Number.POSITIVE_INFINITY;
    logger.warn(
      { err: error, names: NAMES },
      isLate
        ? "Search attributes cannot be registered in time; executions start without them for a minute"
        : "Search attributes cannot be registered; executions start without them",
    );
  }
  return {
    isUsable: () => performance.now() >= usableFrom,
    refused(error) {
      logger.warn(
        { err: error },
        "Temporal does not know the search attributes yet; executions start without them for a minute",
      );
      usableFrom = performance.now() + LEARNING_MS;
    },
  };
}

const ALL = Object.values(SEARCH_ATTRIBUTES);
const NAMES = ALL.map(({ name }) => name);

type Services = Pick<Connection, "operatorService" | "workflowService" | "withDeadline">;

async function addMissing(connection: Services, namespace: string): Promise<void> {
  if (!(await connection.withDeadline(Date.now() + WAIT_MS, () => add(connection, namespace)))) return;
  // Temporal's processes learn of the attributes one by one. A process that does not know them refuses a query that names them.
  const query = NAMES.map((name) => `${name} is null`).join(" and ");
  const until = Date.now() + WAIT_MS;
  const isKnown = (): Promise<boolean> =>
    connection
      .withDeadline(until, () => connection.workflowService.countWorkflowExecutions({ namespace, query }))
      .then(
        () => true,
        () => false,
      );
  while (!(await isKnown()) && Date.now() < until) await sleep(100);
}

/** Registers the missing search attributes. False if none was missing. */
async function add({ operatorService }: Services, namespace: string): Promise<boolean> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = ALL.filter(({ name }) => !Object.hasOwn(customAttributes ?? {}, name));
  if (missing.length === 0) return false;
  try {
    const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPE[type]]));
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Another process has registered them in the meantime.
    if (grpcStatusOf(error) !== GrpcStatus.ALREADY_EXISTS) throw error;
  }
  return true;
}

/** The search attributes by which an execution can be found from its start on. */
export function searchAttributesOf(owner: string, { definition, event }: ExecutionStart): SearchAttributePair[] {
  const { project, workflow, version, eventType, standing } = SEARCH_ATTRIBUTES;
  return [
    { key: defineSearchAttributeKey(project.name, project.type), value: owner },
    { key: defineSearchAttributeKey(workflow.name, workflow.type), value: clipped(definition.workflow.name) },
    { key: defineSearchAttributeKey(version.name, version.type), value: definition.workflow.version },
    { key: defineSearchAttributeKey(eventType.name, eventType.type), value: clipped(event.type) },
    { key: defineSearchAttributeKey(standing.name, standing.type), value: "running" },
  ];
}

/** Whether Temporal refused a start because of an attribute that it does not know. */
export function isAboutSearchAttributes(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (/search attribute/i.test(at.message)) return true;
  }
  return false;
}

/** Visibility stores on SQL databases keep 255 characters of a keyword. */
function clipped(text: string): string {
  return text.length <= 250 ? text : text.slice(0, 250);
}
