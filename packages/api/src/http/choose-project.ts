import type { Principal } from "../access/principal.ts";
import type { AppError } from "../app/app-error.ts";
import { fromAppError, type Problem } from "./problem-json.ts";

/** The header by which the owner works in another project than `main`. Over WebSocket it is a connection parameter. */
export const PROJECT_HEADER = "tempograph-project";

/**
 * The caller in the project that the request names. A token belongs to one project; only the owner's works in each, in one at a
 * time. Nobody else learns from the answer whether a project exists.
 */
export async function chooseProject(
  caller: Principal,
  wanted: unknown,
  exists: (project: string) => Promise<boolean>,
): Promise<Principal | { readonly refused: Problem }> {
  if (!(await exists(caller.project))) return { refused: fromAppError(ofNone(caller)) };
  if (wanted === undefined || wanted === caller.project) return caller;
  const isOwner = caller.everyProject === true;
  if (isOwner && typeof wanted === "string" && (await exists(wanted))) return { ...caller, project: wanted };
  return { refused: isOwner ? unknown(wanted) : fromAppError(ofAnother(caller)) };
}

function ofNone(caller: Principal): AppError {
  return {
    code: "FORBIDDEN",
    message: `The token of ${caller.name} belongs to the project ${caller.project}, which does not exist.`,
    hint: "An admin of the project main can create it (`projectCreate`).",
  };
}

function ofAnother(caller: Principal): AppError {
  return {
    code: "FORBIDDEN",
    message: `The token of ${caller.name} belongs to the project ${caller.project} and does not work in another.`,
    hint: "Leave the header `Tempograph-Project` out, or use a token of that project.",
  };
}

function unknown(wanted: unknown): Problem {
  return {
    status: 404,
    code: "NOT_FOUND",
    detail: `There is no project ${JSON.stringify(String(wanted).slice(0, 100))}.`,
    hint: "Look it up in `projects`; leave the header `Tempograph-Project` out for `main`.",
  };
}
