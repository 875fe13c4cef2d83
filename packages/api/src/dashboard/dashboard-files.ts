import type { Logger } from "@tempograph/runtime";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the built files; or what the build is doing; or why there are none, and what to do. */
export type DashboardState = { readonly folder: string } | { readonly building: string } | { readonly missing: string };

export interface DashboardFiles {
  state(): Promise<DashboardState>;
  /** Ends a build that is under way. */
  stop(): void;
}

/** The program that builds the dashboard in a checkout. Its last line on stdout is `{ "folder": "…" }`, and its progress is on stderr. */
const BUILDER = fileURLToPath(new URL("../../../dashboard/build/main.ts", import.meta.url));
/** How long an answer waits for the builder, which says nothing where the files are there. A busy machine starts it slowly. */
const PATIENCE_MS = 5_000;

/**
 * The built files of the dashboard: in a folder that somebody names, or built in this checkout when somebody first opens the dashboard. The
 * builder keeps what it has built by its sources' content.
 */
export function dashboardFiles(named: string | undefined, log: Logger, builder: string = BUILDER): DashboardFiles {
  if (named !== undefined) return { state: async () => stateOf(named), stop: () => {} };
  if (!existsSync(builder)) return { state: async () => NO_SOURCES, stop: () => {} };
  let build: ReturnType<typeof startBuild> | undefined;
  return {
    async state() {
      build ??= startBuild(builder, log);
      const now = build.now();
      if (!("building" in now)) return now;
      await Promise.race([build.begun, build.done, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
      return build.now();
    },
    stop: () => build?.stop(),
  };
}

function stateOf(folder: string): DashboardState {
  if (existsSync(join(folder, "index.html"))) return { folder };
  return { missing: `TEMPOGRAPH_DASHBOARD_DIR names ${folder}, where no index.html is.` };
}

const NO_SOURCES: DashboardState = {
  missing:
    "This installation has neither the dashboard's files nor its sources. Build them in a checkout with `pnpm --filter @tempograph/dashboard build`, and name the folder in TEMPOGRAPH_DASHBOARD_DIR.",
};

function startBuild(builder: string, log: Logger) {
  let state: DashboardState = { building: "Starting" };
  const lines: string[] = [];
  const child = spawn(
    process.execPath,
    ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning", builder],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const begun = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      if ("building" in state) state = { building: line };
      resolve();
    });
  });
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const done = new Promise<void>((resolve) => {
    child.once("error", (error) => end(error.message));
    child.once("close", (code) => end(code === 0 ? undefined : `The build ended with code ${String(code)}.`));
    function end(failed: string | undefined): void {
      const folder = folderIn(printed.trim().split("\n").at(-1) ?? "");
      const isBuilt = failed === undefined && folder !== undefined;
      state = isBuilt ? stateOf(folder) : { missing: why(failed ?? "The build did not say where its files are.") };
      if ("missing" in state) log.error({ lines: lines.slice(-20) }, "The dashboard could not be built");
      resolve();
    }
  });
  const why = (failed: string): string =>
    `${failed} Mend what is said here, then start the API again.\n\n${lines.slice(-20).join("\n")}`;
  return { begun, done, now: (): DashboardState => state, stop: () => child.kill() };
}

/** The folder that the last line of the builder names. Undefined: it names none. */
function folderIn(line: string): string | undefined {
  try {
    const { folder } = JSON.parse(line) as { readonly folder?: unknown };
    return typeof folder === "string" ? folder : undefined;
  } catch {
    return undefined;
  }
}
