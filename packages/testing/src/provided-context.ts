import type {} from "vitest";

/** What the run's global setup hands to the test files. Absent in projects that do not need it. */
export type ProvidedPostgres = {
  /** A database of the run's server from which databases are created and dropped. */
  readonly adminUrl: string;
  /** The database with all migrations applied, which each test database is a copy of. */
  readonly template: string;
  /** Why there is no template: the migrations failed. Then each test that wants a database fails with this. */
  readonly problem?: string;
};

export type ProvidedTemporal = { readonly address: string };

declare module "vitest" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- merged into vitest's own interface
  interface ProvidedContext {
    tempographPostgres: ProvidedPostgres;
    tempographTemporal: ProvidedTemporal;
  }
}
