import { join, resolve } from "node:path";
import { build } from "vite";
import { compressFiles } from "./compress-files.ts";
import { PACKAGE } from "./places.ts";
import { writeSchemaTypes } from "./schema-types.ts";
import { tellProgress } from "./tell-progress.ts";

/** Builds the dashboard into a folder, which is emptied before; or the page of another folder of its sources, for tests. */
export async function buildInto(out: string, say: (line: string) => void, root: string = PACKAGE): Promise<string> {
  const folder = resolve(out);
  const begun = performance.now();
  writeSchemaTypes();
  await build({
    root,
    configFile: join(PACKAGE, "vite.config.ts"),
    logLevel: "warn",
    plugins: [tellProgress(say)],
    build: { outDir: folder, emptyOutDir: true },
  });
  say("Compressing the files");
  await compressFiles(folder);
  say(`The dashboard is built, after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return folder;
}
