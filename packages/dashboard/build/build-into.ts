import { join, resolve } from "node:path";
import { build } from "vite";
import { compressFiles } from "./compress-files.ts";
import { PACKAGE } from "./places.ts";
import { writeSchemaTypes } from "./schema-types.ts";
import { tellProgress } from "./tell-progress.ts";

/** Builds the dashboard into a folder, which is emptied before. */
export async function buildInto(out: string, say: (line: string) => void): Promise<string> {
  const folder = resolve(out);
  const begun = performance.now();
  writeSchemaTypes();
  // Where the environment says "test" or "development", Vite would take React's development build, which is larger and slower.
  const { NODE_ENV: before } = process.env;
  process.env["NODE_ENV"] = "production";
  await build({
    root: PACKAGE,
    configFile: join(PACKAGE, "vite.config.ts"),
    logLevel: "warn",
    plugins: [tellProgress(say)],
    build: { outDir: folder, emptyOutDir: true },
  }).finally(() => {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  });
  say("Compressing the files");
  await compressFiles(folder);
  say(`The dashboard is built, after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return folder;
}
