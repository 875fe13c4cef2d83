import { join } from "node:path";

// tools/mutation/main.ts runs this in packages/graph. docs/mutation.md describes what it found.
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: join(import.meta.dirname, "vitest.config.ts"), related: false },
  coverageAnalysis: "perTest",
  mutate: ["src/interpret/**/*.ts", "!src/interpret/**/*.test.ts"],
  // Leave out texts, because messages, titles and schemas are for people, and a test that repeats them proves nothing.
  mutator: { excludedMutations: ["StringLiteral", "Regex"] },
  ignoreStatic: true,
  ignorePatterns: ["dist", "tsconfig.json", "node_modules", ".stryker-tmp", "reports"],
  disableTypeChecks: false,
  tsconfigFile: "none.json",
  concurrency: 2,
  timeoutMS: 5_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: ".stryker-tmp/incremental.json",
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: ".stryker-tmp/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, allowEmojis: false },
  tempDirName: ".stryker-tmp",
  allowConsoleColors: false,
};
