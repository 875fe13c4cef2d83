import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The database as the owner of its tables reaches it: what the environment names, else the Postgres that the local stack runs in its data
 * folder, which keeps port and password there.
 *
 * @throws Error that says what to set
 */
export function ownerUrl(env: NodeJS.ProcessEnv, root: string): string {
  const given = env["TEMPOGRAPH_MIGRATION_DATABASE_URL"] ?? env["DATABASE_URL"];
  if (given !== undefined && given !== "") {
    if (!/^postgres(?:ql)?:\/\//.test(given)) throw new Error("DATABASE_URL has to be a postgres:// URL.");
    return given;
  }
  const dataDir = env["TEMPOGRAPH_DATA_DIR"] ?? join(root, ".tempograph", "demo");
  try {
    const password = readFileSync(join(dataDir, "postgres.password"), "utf8").trim();
    const port = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3]);
    return `postgres://tempograph:${encodeURIComponent(password)}@127.0.0.1:${port}/tempograph`;
  } catch {
    throw new Error(
      `There is no Postgres to ask: none runs in ${dataDir}. Start the stack, set TEMPOGRAPH_DATA_DIR to its folder, or set DATABASE_URL to the database as its owner reaches it.`,
    );
  }
}
