// Mutation testing of the machine (`npm run mutation`): changes its code in small ways, one at a time, and checks whether a test
// fails. The results are kept in packages/graph/.stryker-tmp, so that a later run tries only the code that has changed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..", "..");
const STRYKER = join(ROOT, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

const HELP = `mutation: finds changes of packages/graph/src/interpret that no test notices. The first run takes about half an hour.

  --only <globs>  only these files, separated by commas, relative to packages/graph: "src/interpret/operations/*.ts"
  --force         try everything again and ignore earlier results
`;

const { values } = parseArgs({
  options: { only: { type: "string" }, force: { type: "boolean" }, help: { type: "boolean" } },
});
if (values.help === true) {
  process.stdout.write(HELP);
} else {
  const only = values.only === undefined ? [] : ["--mutate", values.only];
  const force = values.force === true ? ["--force"] : [];
  const child = spawn(
    process.execPath,
    [STRYKER, "run", join(import.meta.dirname, "stryker.config.mjs"), ...only, ...force],
    {
      cwd: join(ROOT, "packages", "graph"),
      stdio: "inherit",
    },
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
