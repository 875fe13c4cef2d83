import { findEventAccount, findEvents, findLiveVersion, findWorkflows, listOutcomes } from "@tempograph/db";
import { eventData } from "@tempograph/dispatch";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { ok, refuse, type Result } from "../app-error.ts";
import { unknownEvent } from "../unknown-event.ts";
import { unknownWorkflow } from "../saved-workflow.ts";
import { explained, knownOf, type ExplainedOutcome } from "./explain-outcomes.ts";

/** What became of an event for a workflow, and why. `outcome` is null if it could not concern the workflow, or is not decided yet. */
export type WhyNot = Omit<ExplainedOutcome, "outcome" | "workflowVersion"> & {
  readonly outcome: ExplainedOutcome["outcome"] | null;
  readonly workflowVersion: number | null;
};

/** Why an event did or did not start a workflow, as data and as a sentence. */
export async function whyNot(
  deps: AppDeps,
  caller: Principal,
  ids: { readonly workflowId: string; readonly eventId: string },
): Promise<Result<WhyNot>> {
  const { workflowId, eventId } = ids;
  const { db } = deps;
  const [event] = await findEvents(db, [eventId]);
  if (event === undefined) return refuse(unknownEvent(eventId, "/eventId"));
  if ((await findWorkflows(db, [workflowId])).length === 0) return refuse(unknownWorkflow(workflowId, "/workflowId"));
  const account = (await findEventAccount(db, eventId))!;
  const nothing = { eventId, workflowId, workflowVersion: null, outcome: null, triggerId: null, executionId: null };
  const answer = (sentence: string, more: Partial<WhyNot> = {}) =>
    ok({ ...nothing, reason: null, until: null, triggers: null, sentence, ...more });

  const { live, wasLiveBefore } = await findLiveVersion(db, workflowId, account.stamp ?? 0);
  const concerned = live === null || account.concerned === null ? [] : [{ id: workflowId, version: live.version }];
  const known = (await knownOf(deps, event, [{ id: workflowId }]))(workflowId);
  const trace =
    live === null
      ? undefined
      : (
          await deps.compute.session(caller, (run) =>
            run("traceMatches", eventData(event), [
              {
                ...{ triggers: live.triggers, paused: live.paused },
                workflow: { id: workflowId, name: live.name, version: live.version },
                known,
              },
            ]),
          )
        )[0]!;
  const heard = trace !== undefined && trace.result !== "unconcerned";
  const [found] = await listOutcomes(db, { eventId, workflowId, concerned: heard ? concerned : [] }, { limit: 1 });
  if (found !== undefined) return ok(explained(found, heard && account.concerned !== null ? trace : undefined));
  if (!account.dispatched) return answer("The event is stored and waits for a dispatcher.");
  if (account.concerned === null)
    return answer("The event was dispatched by an older version of Tempograph, which kept no account of it.");
  if (live === null)
    return answer(
      wasLiveBefore
        ? "The workflow was archived when the event was stored."
        : "The workflow was not published when the event was stored.",
    );
  return answer(trace?.sentence ?? "", { workflowVersion: live.version, triggers: trace?.triggers ?? null });
}
