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
  // A file as a data: URL would need a policy that allows them.
  build: { target: "es2023", sourcemap: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000 },
});
