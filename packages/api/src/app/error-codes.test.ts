import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "./error-codes.ts";

const GUIDE = new URL("../../../../docs/guide/api.md", import.meta.url);
const BLOCK = /(<!-- error codes: [^]*?-->\n)[^]*?(<!-- end of error codes -->)/;

test("the table of error codes in docs/guide/api.md is made from errorCodes; `-u` refreshes it", async () => {
  const guide = readFileSync(GUIDE, "utf8");
  const rows = Object.entries(errorCodes)
    .toSorted(([, a], [, b]) => a.httpStatus - b.httpStatus)
    .map(([code, { httpStatus, description }]) => `| \`${code}\` | ${String(httpStatus)} | ${description} |\n`);
  const table = `\n| code | REST | when |\n| --- | --- | --- |\n${rows.join("")}\n`;
  expect(guide).toMatch(BLOCK);
  await expect(guide.replace(BLOCK, (_, begin: string, end: string) => begin + table + end)).toMatchFileSnapshot(
    GUIDE.pathname,
  );
});
