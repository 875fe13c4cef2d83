import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("fields with the names of secrets are redacted at any place of a line (I10)", () => {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL("./logger.ts", import.meta.url).href)};
    const log = createLogger({ service: "tempograph-test" });
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
  expect(JSON.parse(line)).toMatchObject({ msg: "hello", service: "tempograph-test" });
  expect(line).not.toContain("SECRET");
});
