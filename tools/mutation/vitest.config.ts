import { defineConfig } from "vitest/config";

// The machine's own tests, without a server. Left out: random graphs, since what only they find depends on the seed, and the
// scenarios' second and third passing, since each change would be tried on a thousand tests more.
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
