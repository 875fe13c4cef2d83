import { MAIN_PROJECT, projectExists, type Database } from "@tempograph/db";

/** Whether there is a project of this id; `db` is bound to no project. A project is never deleted, so one that was found once is not looked up again. */
export function knownProjects(db: Database): (project: string) => Promise<boolean> {
  const known = new Set<string>([MAIN_PROJECT]);
  return async (project) => {
    if (known.has(project)) return true;
    const exists = !project.includes("\u0000") && (await projectExists(db, project));
    if (exists) known.add(project);
    return exists;
  };
}
