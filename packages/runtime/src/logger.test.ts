import { execFileSync } from "node:child_process";
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
