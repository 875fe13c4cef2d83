import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The dashboard's build. Packages of the workspace are read from their sources, so that nothing has to be built before. */
export default defineConfig({
  // The API serves the pages below /app/, beside its own paths, and puts a fresh nonce in place of the mark into each page that it sends.
  base: "/app/",
  html: { cspNonce: "@@nonce@@" },
  plugins: [react()],
  // Packages that use React without declaring all of it (@mantine/hooks) get ours.
  resolve: {
    conditions: ["@tempograph/source", "module", "browser", "development|production"],
    dedupe: ["react", "react-dom"],
    alias: { "@rjsf/validator-ajv8": fileURLToPath(new URL("src/forms/schema/no-validator.ts", import.meta.url)) },
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    sourcemap: true,
    // A file as a data: URL would need a policy that allows them.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    // A file compresses better than many small ones, and each of them costs headers. What every page needs is one file, and what most of them
    // need another one; the pages themselves are loaded with the first look at them. The language of graphs has a file of its own, because the
    // first page does not need it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "first", tags: ["$initial"], priority: 2 },
            { name: "language", test: /packages\/graph|@noble|@cfworker/, minShareCount: 7, priority: 1 },
            { name: "common", minShareCount: 7, priority: 1 },
          ],
        },
      },
    },
  },
});
