import type {} from "vitest";

/** What the run's global setup passes to the test files. It is absent in projects that do not need it. */
export type ProvidedPostgres = {
  /** A database of the run's server to which tests connect in order to create and drop databases. */
  readonly adminUrl: string;
  /** The database with all migrations applied, of which every test database is a copy. */
  readonly template: string;
  /** The error of the migrations if there is no template. Every test that needs a database fails with it. */
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
