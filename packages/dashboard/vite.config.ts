import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The dashboard's build. Packages of the workspace are read from their sources, so that nothing has to be built before. */
export default defineConfig({
  plugins: [react()],
  // Packages that use React without declaring all of it (@mantine/hooks) get ours.
  resolve: {
    conditions: ["@tempograph/source", "module", "browser", "development|production"],
    dedupe: ["react", "react-dom"],
  },
  worker: { format: "es" },
  build: { target: "es2023", sourcemap: true },
});
