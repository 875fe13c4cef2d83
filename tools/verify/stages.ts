export type StageOptions = { readonly projects: readonly string[] };

export type Stage = {
  readonly name: string;
  readonly about: string;
  /** The commands: each is a program of node_modules/.bin with its arguments. Vitest writes its report to `report`. */
  readonly commands: (
    options: StageOptions & { readonly report: string },
  ) => readonly (readonly [string, ...string[]])[];
  /** Whether the stage runs tests, which are counted from the report. */
  readonly tests: boolean;
  /** Runs only in CI, and where it is asked for by name. */
  readonly onlyInCi?: boolean;
};

/** The types of the API's schema for the dashboard's queries, which are no part of the repository. */
const SCHEMA_TYPES = ["node", "packages/dashboard/build/write-schema-types.ts"] as const;

export const STAGES: readonly Stage[] = [
  {
    name: "format",
    about: "oxfmt: every file is formatted",
    tests: false,
    commands: () => [["oxfmt", "--check"]],
  },
  {
    name: "lint",
    about: "oxlint with types: floating promises, import cycles, the import table",
    tests: false,
    commands: () => [SCHEMA_TYPES, ["oxlint", "--type-aware"]],
  },
  {
    name: "types",
    about: "TypeScript: the packages as they are published, then tests and tools",
    tests: false,
    commands: () => [
      SCHEMA_TYPES,
      ["tsc", "-b"],
      ["tsc", "-p", "tsconfig.tests.json"],
      ["tsc", "-p", "packages/dashboard/tsconfig.tests.json"],
    ],
  },
  {
    name: "tests",
    about: "vitest: unit, on Postgres, on Temporal, in the browser",
    tests: true,
    commands: ({ projects, report }) => [
      [
        "vitest",
        "run",
        "--reporter=default",
        "--reporter=json",
        "--reporter=./tools/vitest/flaky-reporter.ts",
        `--outputFile.json=${report}`,
        ...projects.map((project) => `--project=${project}`),
      ],
    ],
  },
  {
    name: "soak",
    about: "three minutes of load with a fault every 12 s, and the account of it (in CI, or with --only soak)",
    tests: false,
    onlyInCi: true,
    commands: () => [
      [
        "node",
        "--conditions=@tempograph/source",
        "--disable-warning=ExperimentalWarning",
        "e2e/soak/main.ts",
        "--minutes",
        "3",
        "--every",
        "12",
      ],
    ],
  },
];

export const stageNames: readonly string[] = STAGES.map(({ name }) => name);
