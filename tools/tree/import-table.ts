/**
 * Which package may import which: the one place where the architecture's table is data. pnpm holds it (what is not
 * declared does not resolve), the linter adds what pnpm cannot see (Node's modules, globals), and the test beside this
 * file compares the declarations with it.
 */
export type ImportRule = {
  /** Our own packages that may be among its dependencies. */
  readonly ours: readonly string[];
  /** Foreign packages that must not be, as whole names or scopes (`@temporalio/`). */
  readonly never: readonly string[];
};

const TEMPORAL = ["@temporalio/"] as const;
const DATABASE = ["pg", "kysely"] as const;

export const IMPORT_TABLE: Readonly<Record<string, ImportRule>> = {
  graph: { ours: [], never: [...TEMPORAL, ...DATABASE] },
  "nodes-sdk": { ours: ["graph"], never: [...TEMPORAL, ...DATABASE] },
  builder: { ours: ["graph", "nodes-sdk"], never: [...TEMPORAL, ...DATABASE] },
  runtime: { ours: [], never: [...TEMPORAL, ...DATABASE] },
  db: { ours: ["graph", "runtime"], never: [...TEMPORAL] },
  interpreter: {
    ours: ["graph"],
    never: [...DATABASE, "@temporalio/client", "@temporalio/worker", "@temporalio/activity"],
  },
  activities: {
    ours: ["graph", "nodes-sdk", "runtime"],
    never: [...DATABASE, "@temporalio/client", "@temporalio/worker"],
  },
  dispatch: {
    ours: ["graph", "db", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  mirror: {
    ours: ["graph", "db", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  api: {
    ours: ["graph", "db", "dispatch", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  worker: {
    ours: ["graph", "interpreter", "activities", "nodes-sdk", "dispatch", "mirror", "db", "runtime"],
    never: ["graphql", "fastify"],
  },
  "local-stack": { ours: [], never: ["@temporalio/workflow", "@temporalio/activity", "kysely"] },
  testing: { ours: ["local-stack"], never: ["kysely"] },
};
