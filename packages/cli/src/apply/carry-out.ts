import type { Client } from "@tempograph/client";
import { TempographError } from "@tempograph/client";
import type { Step } from "./plan.ts";
import type { WorkflowFile } from "./workflow-file.ts";

export interface Applied {
  readonly key: string;
  readonly action: Step["action"];
  readonly id: string | null;
  readonly version: number | null;
  /** Warnings of the graph. */
  readonly warnings: readonly { readonly code: string; readonly path: string; readonly message: string }[];
}

/** Checks all files that would be published, so that nothing is changed if one of them has an error. */
export async function checkAll(client: Client, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (!("file" in step) || step.action === "unchanged") continue;
    const { graph, triggers, file } = step.file;
    const { publishable, problems } = await client.validateGraph({ graph, triggers: triggers as never });
    if (publishable) continue;
    throw new TempographError({
      code: "INVALID_GRAPH",
      detail: `${file} cannot be published. Nothing was changed.`,
      problems: problems.filter(({ severity }) => severity === "error") as never,
    });
  }
}

/**
 * Carries out one step of the plan.
 *
 * @throws TempographError that names the file. Whether connections exist and addresses are free is found only now.
 */
export async function carryOut(client: Client, step: Step): Promise<Applied> {
  try {
    return await carryOutStep(client, step);
  } catch (error) {
    if (!(error instanceof TempographError) || !("file" in step) || error.problems.length === 0) throw error;
    throw new TempographError({
      code: error.code,
      detail: `${step.file.file} could not be published.`,
      hint: "What was to be done before it, in the order of --dry-run, is done. Mend this file, and run the command again.",
      // REST calls the list of triggers `trigger`, a file `triggers`.
      problems: error.problems.map((one) => ({ ...one, path: one.path.replace(/^\/trigger(?=\/)/, "/triggers") })),
    });
  }
}

async function carryOutStep(client: Client, step: Step): Promise<Applied> {
  switch (step.action) {
    case "create":
      return applied(step, await client.workflowCreate({ ...body(step.file), key: step.key, publish: true }));
    case "archive":
      await client.workflowArchive({ id: step.stored.id });
      return { ...untouched(step), id: step.stored.id };
    case "unchanged":
      return { ...untouched(step), id: step.stored.id, version: step.stored.publishedVersion };
    case "restore":
    case "update":
    case "publish": {
      const { id, draftRevision } = step.stored;
      if (step.action === "restore") await client.workflowUnarchive({ id });
      // The revision is the one that the plan was made from, so that nobody's change in between is overwritten.
      return applied(step, await client.workflowSaveDraft({ ...body(step.file), id, draftRevision, publish: true }));
    }
  }
}

function untouched({ key, action }: Step): Applied {
  return { key, action, id: null, version: null, warnings: [] };
}

function body({ name, description, graph, triggers }: WorkflowFile) {
  return { name, description, graph, trigger: triggers };
}

function applied(
  step: Step,
  saved: { readonly id: string; readonly version: number | null; readonly problems: readonly unknown[] },
): Applied {
  return { ...untouched(step), id: saved.id, version: saved.version, warnings: saved.problems as Applied["warnings"] };
}
