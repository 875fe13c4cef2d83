import { askAboutStarts, bindTemporalNamespace, dropQuestions, type Database } from "@tempograph/db";
import type { Logger } from "@tempograph/runtime";
import type { Connection } from "@temporalio/client";
import { identifyNamespace } from "./identify-namespace.ts";
import { OtherNamespaceError } from "./other-namespace-error.ts";

export interface NamespaceGuardOptions {
  readonly db: Database;
  readonly connection: Pick<Connection, "workflowService" | "withDeadline">;
  readonly namespace: string;
  /** The id of a namespace that may take the place of the known one. */
  readonly accepted?: string | undefined;
  readonly logger: Logger;
}

export interface NamespaceGuard {
  /** Asks Temporal whether this is the namespace in which the executions run. True also if it cannot be asked: then nothing reaches it either. */
  check(): Promise<boolean>;
  /** What the last check has found. */
  isOurs(): boolean;
  /** Throws if this is another namespace. */
  assertOurs(): Promise<void>;
}

/** A start that Temporal has not answered may have been sent so long before it was asked who it is, in milliseconds. */
const START_MS = 10_000;

/** Recognises that another Temporal is in the place of the one in which the executions run. */
export function createNamespaceGuard({
  db,
  connection,
  namespace,
  accepted,
  logger,
}: NamespaceGuardOptions): NamespaceGuard {
  let other: OtherNamespaceError | undefined;
  let oursAt = Date.now();

  /** A start that was under way, or was sent before anybody asked, may have been taken by the other one. */
  async function askAboutRecentStarts(): Promise<void> {
    const executions = await askAboutStarts(db, new Date(oursAt - START_MS));
    if (executions > 0)
      logger.warn(
        { executions },
        "Executions may have been started in the other Temporal; ours is asked for each of them when it is back",
      );
  }

  async function check(): Promise<boolean> {
    const askedAt = Date.now();
    const now = await identifyNamespace(connection, namespace);
    if (now === null) return other === undefined;
    const binding = await bindTemporalNamespace(db, now, now.namespaceId === accepted);
    if (binding.outcome === "other") {
      if (other === undefined)
        logger.error(
          { known: binding.before, now },
          "Another Temporal is in the place of ours; nothing is started there",
        );
      other = new OtherNamespaceError(binding.before, now);
      await askAboutRecentStarts();
      return false;
    }
    if (binding.outcome === "changed") {
      // What has run in the former one must not be started again here without a person's decision.
      await dropQuestions(db);
      logger.warn({ before: binding.before, now }, "The executions run in another namespace of Temporal from now on");
    } else if (other !== undefined) {
      await askAboutRecentStarts();
      logger.warn({ now }, "Our Temporal is back");
    }
    other = undefined;
    oursAt = askedAt;
    return true;
  }

  return {
    check,
    isOurs: () => other === undefined,
    async assertOurs() {
      if (!(await check())) throw other!;
    },
  };
}
