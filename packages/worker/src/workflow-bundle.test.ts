import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testBundle } from "./test-kit/test-bundle.ts";

test("the bundle really preloads the machine, the programs and the SDK", { timeout: 120_000 }, async () => {
  const { codePath } = await testBundle();
  const preload = /exports\.preloadModules = function preloadModules\(\) \{(.*?)\n\}/s.exec(
    readFileSync(codePath, "utf8"),
  );
  // Webpack may drop a require without side effects. Each execution would then load and compile all of it again.
  expect(preload?.[1]).toMatch(/__webpack_require__\(.*program-cache/);
  expect(preload?.[1]).toMatch(/__webpack_require__\(.*graph\/src\/machine/);
  expect(preload?.[1]).toMatch(/__webpack_require__\(.*@temporalio\/workflow\/lib\/index/);
});
