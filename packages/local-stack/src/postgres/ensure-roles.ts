import { join } from "node:path";
import pg from "pg";
import { clusterPassword } from "./cluster-password.ts";

/** How the API and the workers reach the database: each in a role that owns nothing and that row-level security binds. */
export type RoleUrls = { readonly api: string; readonly worker: string };

// The names stand in the policies of the migrations: packages/db/src/access/row-access.ts.
const ROLES = { api: "tempograph_api", worker: "tempograph_worker" } as const;

/**
 * Gives the roles of the API and the workers a login each, with a password that is made at the first start and kept in
 * `postgres-api.password` and `postgres-worker.password` (mode 0600). The migrations give them their rights.
 */
export async function ensureRoles(adminUrl: string, url: string, dataDir: string): Promise<RoleUrls> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const give = async (part: keyof RoleUrls): Promise<string> => {
      const role = ROLES[part];
      const password = clusterPassword(join(dataDir, `postgres-${part}.password`));
      const found = await client.query("select 1 from pg_roles where rolname = $1", [role]);
      const verb = found.rowCount === 0 ? "create" : "alter";
      await client.query(`${verb} role ${role} login password ${client.escapeLiteral(password)}`);
      const own = new URL(url);
      own.username = role;
      own.password = password;
      return own.href;
    };
    return { api: await give("api"), worker: await give("worker") };
  } finally {
    await client.end();
  }
}
