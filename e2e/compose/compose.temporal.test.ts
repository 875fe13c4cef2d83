import { execFileSync } from "node:child_process";
import { resolveTemporalBinary } from "@tempograph/local-stack";
import { expect, test } from "vitest";
import { devServerArgs } from "../../packages/local-stack/src/temporal/dev-server-args.ts";
import { composeFile } from "./compose-file.ts";

const command = composeFile.services["temporal"]?.command ?? [];

test("Temporal's command uses only options of its version", async () => {
  const { path } = await resolveTemporalBinary();
  const help = execFileSync(path, [...command.slice(0, 2), "--help"], { encoding: "utf8" });
  const flags = command.slice(2).map((argument) => argument.split("=")[0] as string);
  expect(flags.filter((flag) => !new RegExp(`${flag}\\b`).test(help))).toEqual([]);
});

test("Temporal runs with the same settings as in the local stack", () => {
  const local = devServerArgs({ port: 1, uiPort: 2, namespace: "default", dbFile: "file", searchAttributes: {} });
  const settings = local.flatMap((argument, index) =>
    argument === "--dynamic-config-value" || argument === "--sqlite-pragma" ? [`${argument}=${local[index + 1]}`] : [],
  );
  expect(settings.length).toBeGreaterThan(4);
  expect(command).toEqual(expect.arrayContaining(settings));
});
