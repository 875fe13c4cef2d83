import { forEveryProject, MAIN_PROJECT, projectExists, type Database } from "@tempograph/db";

/** Whether there is a project of this id. A project is never deleted, so one that was found once is not looked up again. */
export function knownProjects(db: Database): (project: string) => Promise<boolean> {
  const every = forEveryProject(db);
  const known = new Set<string>([MAIN_PROJECT]);
  return async (project) => {
    if (known.has(project)) return true;
    const exists = !project.includes("\u0000") && (await projectExists(every, project));
    if (exists) known.add(project);
    return exists;
  };
}
