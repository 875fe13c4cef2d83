import { defineConfig } from "vitest/config";

// The machine's own tests, without a server. Random graphs are left out, because what they find depends on the seed. The second and
// third run of the scenarios are left out, because they would add a thousand tests for each change.
export default defineConfig({
  resolve: { conditions: ["@tempograph/source", "module", "node", "development|production"] },
  test: {
    include: ["src/{interpret,simulate}/**/*.test.ts", "src/conformance/conformance.test.ts"],
    exclude: [
      "**/node_modules/**",
      "src/interpret/{machine,nested-laws,nested-rerun,nested-operations,scenario-laws}.test.ts",
    ],
    testTimeout: 15_000,
  },
});
