import { findVersions, lockWorkflow, markPublished } from "@tempograph/db";
import { ok, refuse, type Result } from "../../app/app-error.ts";
import { checkText } from "../../app/check-text.ts";
import { knownParts } from "../../app/known-parts.ts";
import { makeLive } from "../../app/live-triggers.ts";
import { publishLocked } from "../../app/publish-locked.ts";
import { invalidGraph } from "../../app/read-draft.ts";
import { archivedWorkflow, staleRevision, unknownWorkflow, type SavedWorkflow } from "../../app/saved-workflow.ts";
import { unpublishedVersion } from "../../app/get-version.ts";
import { input, optional, text, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { savedPayload, savedRest } from "./saved-workflow.ts";
import { workflowId } from "./workflow-input.ts";

const MAX_NOTE_LENGTH = 2_000;

/** Makes an immutable version of the draft, or makes an older version live again. Running executions keep their version (I8). */
export const workflowPublish = defineOperation({
  name: "workflowPublish",
  kind: "mutation",
  permission: "workflows",
  summary: "Publish the draft, or an older version again",
  description:
    "Makes an immutable version of the draft, which new events start. If nothing but the name differs from the published version, no new version is made. The call is refused if there are errors, also in an older version that does not pass the checks of today; warnings are returned.",
  input: input("WorkflowPublishInput", "Which workflow to publish, and which content.", {
    id: workflowId,
    draftRevision: optional(whole("Publish only if the draft still has this revision.")),
    note: optional(
      text(
        "What has changed, for people: up to 2,000 characters. Kept with a version that is published for the first time.",
      ),
    ),
    version: optional(whole("Let new events start this older version again, instead of publishing the draft.")),
  }),
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: true,
  idempotency: "draftRevision",
  result: savedPayload("WorkflowPublishPayload", "The published version."),
  rest: { method: "POST", path: "/workflows/:id/publish", tag: "workflows", answer: savedRest },
  async run({ deps, caller }, input) {
    const error = input.note == null ? undefined : checkText(input.note, "/note", { most: MAX_NOTE_LENGTH });
    if (error !== undefined) return refuse(error);
    return await deps.compute.session(caller, (run) =>
      deps.db.transaction().execute(async (tx): Promise<Result<SavedWorkflow>> => {
        const workflow = await lockWorkflow(tx, input.id);
        if (workflow === undefined) return refuse(unknownWorkflow(input.id));
        if (workflow.status === "archived") return refuse(archivedWorkflow(workflow));
        if (input.draftRevision != null && input.draftRevision !== workflow.draftRevision)
          return refuse(staleRevision(workflow, input.draftRevision));
        if (input.version == null) return ok(await publishLocked(tx, run, deps, workflow, input.note));
        const [found] = await findVersions(tx, [{ workflowId: workflow.id, version: input.version }]);
        if (found === undefined) return refuse(unpublishedVersion(workflow.id, input.version));
        // What it names may be gone since it was published, and the rules may be stricter.
        const { id, name } = workflow;
        const parts = await knownParts(tx, found, { lock: true });
        const { problems, publishable } = await run("checkDraft", found, parts, { id, name });
        if (!publishable) return refuse(invalidGraph(problems));
        const version = await markPublished(tx, found);
        const live = await makeLive(tx, deps, version);
        return ok({ workflow: live.workflow, version, problems: [...problems, ...live.problems] });
      }),
    );
  },
});
