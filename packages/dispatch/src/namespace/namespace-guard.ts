import { bindTemporalNamespace, type Database } from "@tempograph/db";
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

/** Recognises that another Temporal is in the place of the one in which the executions run. */
export function createNamespaceGuard({
  db,
  connection,
  namespace,
  accepted,
  logger,
}: NamespaceGuardOptions): NamespaceGuard {
  let other: OtherNamespaceError | undefined;

  async function check(): Promise<boolean> {
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
      return false;
    }
    if (binding.outcome === "changed")
      logger.warn({ before: binding.before, now }, "The executions run in another namespace of Temporal from now on");
    else if (other !== undefined) logger.warn({ now }, "Our Temporal is back");
    other = undefined;
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
