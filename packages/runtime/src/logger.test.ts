import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

test("fields with the names of secrets are redacted at any place of a line (I10), and control characters are escaped", () => {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL("./logger.ts", import.meta.url).href)};
    const log = createLogger({ service: "tempograph-test" });
    log.info({ text: "\\u001b[31m \\u009b31m" }, "hello \\u001b[2J");
    log.info({ authorization: "SECRET1", req: { headers: { authorization: "SECRET2" } }, token: "SECRET3", a: { token: "SECRET4" } }, "hello");
  `;
  const line = execFileSync(
    "sh",
    [
      "-c",
      '"$0" --conditions=@tempograph/source --input-type=module -e "$1" 2>&1 >/dev/null',
      process.execPath,
      script,
    ],
    {
      cwd: new URL("..", import.meta.url).pathname,
      encoding: "utf8",
    },
  );
  const [controls = "", redacted = ""] = line.split("\n");
  // oxlint-disable-next-line no-control-regex -- what a terminal would obey
  expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(JSON.parse(controls)).toMatchObject({ msg: "hello \u001b[2J", text: "\u001b[31m \u009b31m" });
  expect(JSON.parse(redacted)).toMatchObject({ msg: "hello", service: "tempograph-test" });
  expect(line).not.toContain("SECRET");
});

test.runIf(existsSync("/dev/full"))("a log that cannot be written ends no process, and is counted", () => {
  const script = `
    import { createLogger, logRefusals } from ${JSON.stringify(new URL("./logger.ts", import.meta.url).href)};
    const log = createLogger({ service: "tempograph-test" });
    for (let n = 0; n < 3_000; n++) log.info({ n, text: "x".repeat(1_000) }, "hello");
    setTimeout(() => console.log(JSON.stringify({ ...logRefusals(), heap: process.memoryUsage().heapUsed })), 20);
  `;
  const shell = '"$0" --conditions=@tempograph/source --input-type=module -e "$1" 2>/dev/full';
  const said = execFileSync("sh", ["-c", shell, process.execPath, script], { encoding: "utf8" });
  expect(JSON.parse(said)).toMatchObject({ count: expect.any(Number), last: expect.stringContaining("ENOSPC") });
  expect(JSON.parse(said).count).toBeGreaterThan(0);
});
