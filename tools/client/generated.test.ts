import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateClient } from "../../packages/client/src/test-kit/generate-client.ts";
import { ROOT } from "../tree/project-files.ts";

const FOLDER = join(ROOT, "packages/client/src/generated");

test("the client knows every operation of the API as it is", async () => {
  const made = await generateClient();
  expect(readdirSync(FOLDER).toSorted()).toEqual(Object.keys(made).toSorted());
  const stale = Object.keys(made).filter((name) => readFileSync(join(FOLDER, name), "utf8") !== made[name]);
  expect(stale, "run `pnpm --filter @tempograph/api sdl`, which also writes the client anew").toEqual([]);
});
