/**
 * Which package may import which: the table of ARCHITECTURE.md as data. pnpm enforces the declared dependencies, because an
 * undeclared import does not resolve. The linter checks what pnpm cannot see (modules of Node.js, globals). The test beside this
 * file compares the declared dependencies with the table.
 */
export type ImportRule = {
  /** Those of our packages on which the package may depend. */
  readonly ours: readonly string[];
  /** Foreign packages on which the package must not depend, as whole names or scopes (`@temporalio/`). */
  readonly never: readonly string[];
};

const TEMPORAL = ["@temporalio/"] as const;
const DATABASE = ["pg", "kysely"] as const;

export const IMPORT_TABLE: Readonly<Record<string, ImportRule>> = {
  graph: { ours: [], never: [...TEMPORAL, ...DATABASE] },
  "nodes-sdk": { ours: ["graph"], never: [...TEMPORAL, ...DATABASE] },
  builder: { ours: ["graph", "nodes-sdk"], never: [...TEMPORAL, ...DATABASE] },
  sentences: { ours: ["graph"], never: [...TEMPORAL, ...DATABASE] },
  // Its types come from the API's OpenAPI document; it runs in browsers too.
  client: { ours: ["graph"], never: [...TEMPORAL, ...DATABASE] },
  // The command `dev` starts the stack as a child process, so the package needs neither local-stack nor Temporal.
  cli: { ours: ["client", "graph"], never: [...TEMPORAL, ...DATABASE] },
  // The sources of its pages are built for browsers by Vite; the API serves the result.
  dashboard: { ours: ["builder", "graph", "sentences"], never: [...TEMPORAL, ...DATABASE] },
  runtime: { ours: [], never: [...TEMPORAL, ...DATABASE] },
  db: { ours: ["graph", "runtime"], never: [...TEMPORAL] },
  interpreter: {
    ours: ["graph"],
    never: [...DATABASE, "@temporalio/client", "@temporalio/worker", "@temporalio/activity"],
  },
  activities: {
    ours: ["graph", "nodes-sdk", "runtime"],
    // `pg` is for connections to databases of users; our own is reached through the package db only.
    never: ["kysely", "@temporalio/client", "@temporalio/worker"],
  },
  dispatch: {
    ours: ["graph", "db", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  triggers: {
    ours: ["graph", "db", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  mirror: {
    ours: ["graph", "db", "runtime"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  api: {
    ours: ["graph", "sentences", "db", "dispatch", "runtime", "triggers"],
    never: ["@temporalio/worker", "@temporalio/workflow", "@temporalio/activity"],
  },
  worker: {
    ours: ["graph", "interpreter", "activities", "nodes-sdk", "dispatch", "mirror", "db", "runtime", "triggers"],
    never: ["graphql", "fastify"],
  },
  "local-stack": { ours: [], never: ["@temporalio/workflow", "@temporalio/activity", "kysely"] },
  testing: { ours: ["local-stack"], never: ["kysely"] },
};
