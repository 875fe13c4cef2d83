import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { projectFiles } from "../../tools/tree/project-files.ts";
import { ROOT, services } from "./compose-file.ts";

// Instead of Docker, this test does the steps of the image's build in a folder. The packages that the image installs have to be
// sufficient for its programs.
test("the packages that the image installs are sufficient for its programs", () => {
  const app = mkdtempSync(join(tmpdir(), "tempograph-image-"));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  for (const file of projectFiles()) if (!/^(docs|e2e)\//.test(file)) cpSync(join(ROOT, file), join(app, file));
  const run = /^RUN (npx .* install .*)$/m.exec(readFileSync(join(ROOT, "Dockerfile"), "utf8"))![1]!;
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  execFileSync("sh", ["-c", run], { cwd: app, env, stdio: "pipe" });
  const programs = services.flatMap(([, { command }]) => (command?.[0] === "node" ? [command.slice(1)] : []));
  for (const args of [...programs, ["--conditions=@tempograph/source", "packages/worker/src/main.ts"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, "--help"], {
      cwd: app,
      env,
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("DATABASE_URL");
  }
}, 180_000);

test("the packages that the stage of the dashboard installs are sufficient to build it", () => {
  const app = mkdtempSync(join(tmpdir(), "tempograph-image-"));
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  for (const file of projectFiles()) if (!/^(docs|e2e)\//.test(file)) cpSync(join(ROOT, file), join(app, file));
  const stage = /AS dashboard\n([^]*?)\nFROM/.exec(readFileSync(join(ROOT, "Dockerfile"), "utf8"))![1]!;
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  for (const [, command] of stage.matchAll(/^RUN (.*)$/gm))
    execFileSync("sh", ["-c", command!], { cwd: app, env, stdio: "pipe" });
  expect(existsSync(join(app, "dist/app/index.html"))).toBe(true);
}, 180_000);
