import type { Client } from "@tempograph/client";
import { TempographError } from "@tempograph/client";
import type { Problem } from "@tempograph/graph";
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

/**
 * Checks all files that would be published, so that nothing is changed if one of them has an error.
 *
 * @throws TempographError with the problems of all files. Where several files have some, each problem's path begins with its file
 */
export async function checkAll(client: Client, steps: readonly Step[]): Promise<void> {
  const wrong: { readonly file: string; readonly problems: readonly Problem[] }[] = [];
  for (const step of steps) {
    if (!("file" in step) || (step.action === "unchanged" && step.file.problems.length === 0)) continue;
    const { file } = step.file;
    const problems = await problemsOf(client, step.file, "stored" in step ? step.stored.id : undefined);
    if (problems.length > 0) wrong.push({ file, problems });
  }
  if (wrong.length === 0) return;
  throw new TempographError({
    code: "INVALID_GRAPH",
    detail: `${wrong.map(({ file }) => file).join(", ")} cannot be published. Nothing was changed.`,
    problems: wrong.flatMap(({ file, problems }) =>
      problems.map((one) => (wrong.length === 1 ? one : { ...one, path: `${file}${one.path}` })),
    ) as never,
  });
}

/** A path may become free while the files are applied, so that another workflow has it now says nothing. */
const MAY_PASS = "PATH_TAKEN";

async function problemsOf(client: Client, file: WorkflowFile, id: string | undefined): Promise<readonly Problem[]> {
  const { graph } = file;
  // Those that could not be read are missing in the list, so that places in it would be wrong.
  const triggers = (file.problems.length > 0 ? [] : file.triggers) as never;
  const found = await client.validateGraph({ graph, triggers, ...(id !== undefined && { workflowId: id }) });
  const errors = (found.problems as readonly Problem[]).filter((one) => one.severity === "error");
  return [...file.problems, ...errors.filter(({ code }) => code !== MAY_PASS)];
}

/**
 * Carries out one step of the plan.
 *
 * @throws TempographError that names the file. Whether addresses are free is found only now.
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
