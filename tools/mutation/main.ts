// Changes the machine's code in small ways, one at a time, and looks whether a test notices: `npm run mutation`. What was
// found so far is kept in packages/graph/.stryker-tmp, so that another run tries only what changed since.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const ROOT = join(import.meta.dirname, "..", "..");
const STRYKER = join(ROOT, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

const HELP = `mutation: which changes of packages/graph/src/interpret no test notices. Takes about half an hour the first time.

  --only <globs>  files alone, by commas, from packages/graph: "src/interpret/tokens.ts,src/interpret/operations/*.ts"
  --force         try everything again, whatever was found before
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
