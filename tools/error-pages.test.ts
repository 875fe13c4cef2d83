import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const PAGES = join(ROOT, "docs/errors");

/** Names in upper snake case that are not error codes: environment variables, codes of other systems, examples. */
const NOT_CODES: readonly RegExp[] = [
  /^(TEMPOGRAPH|OTEL|XDG|AWS|TEMPORAL_TLS|FST_ERR|UND_ERR|ERR|PG|CERT|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED)_/,
  /^(AUTO_UPGRADE|DATABASE_URL|TEMPORAL_ADDRESS|TEMPORAL_NAMESPACE|TEMPORAL_API_KEY|TEMPORAL_TLS|NODE_ENV|NODE_OPTIONS|NODE_COMPILE_CACHE|INIT_CWD|NO_COLOR|FORCE_COLOR|MALLOC_ARENA_MAX)$/,
  // Node's codes, such as EEXIST.
  /^E[A-Z]+$/,
  // Temporal's kinds of time-out.
  /^(START_TO_CLOSE|SCHEDULE_TO_CLOSE|SCHEDULE_TO_START)$/,
  // What failures are called that are too different to be told apart.
  /^VARIOUS$/,
  // A command of Postgres' replication.
  /^IDENTIFY_SYSTEM$/,
  // Options of the library that lays out graphs.
  /^(NODES_AND_EDGES|NETWORK_SIMPLEX|FIXED_POS)$/,
  // Statuses of executions and of steps, orders of lists, and a kind of bulk jobs, as GraphQL writes them.
  /^(COMPLETED_WITH_ERRORS|COMPLETED_LATE|TIMED_OUT|NOT_REACHED|NEWEST_FIRST|OLDEST_FIRST|INCIDENT_RETRY)$/,
  // Codes that the examples in descriptions give to nodes of users.
  /^(LEAD_TOO_COLD|LEAD_UNKNOWN|CRM_BUSY)$/,
];

/** Source files that may contain error codes. Test support is left out, because it uses invented codes. */
const isSource = (path: string) =>
  /\.ts$/.test(path) &&
  !/\.(test|bench)\.ts$/.test(path) &&
  !/^packages\/testing\/|\/(conformance|test-kit|demos)\//.test(path);

/** The literals of a text in upper snake case, and single words that are the value of a `code`. */
function codesIn(text: string): string[] {
  const code = text.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const found = [...code.matchAll(/"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"|\bcode\b[^"\n;]{0,80}"([A-Z][A-Z0-9]{3,})"/g)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return found.filter((name) => !NOT_CODES.some((pattern) => pattern.test(name)));
}

const places = new Map<string, string>();
for (const folder of readdirSync(join(ROOT, "packages"))) {
  const source = join(ROOT, "packages", folder, "src");
  let files: string[] = [];
  try {
    files = readdirSync(source, { recursive: true, encoding: "utf8" }).map((file) => join(source, file));
  } catch {
    continue;
  }
  for (const file of files.filter((path) => isSource(relative(ROOT, path)))) {
    for (const code of codesIn(readFileSync(file, "utf8")))
      if (!places.has(code)) places.set(code, relative(ROOT, file));
  }
}
const pages = readdirSync(PAGES).flatMap((file) => (file === "README.md" ? [] : [file.replace(/\.md$/, "")]));

test("every error code has a page in docs/errors", () => {
  expect(places.size).toBeGreaterThan(40);
  const missing = [...places].filter(([code]) => !pages.includes(code)).map(([code, file]) => `${code} (${file})`);
  expect(
    missing,
    "write docs/errors/<CODE>.md and list it in the README there; add a name that is not an error code to NOT_CODES",
  ).toEqual([]);
});

test("every page belongs to a code, is listed in the index, and contains meaning, example and hint", () => {
  const index = readFileSync(join(PAGES, "README.md"), "utf8");
  expect(
    pages.filter((code) => !places.has(code)),
    "pages of codes that are gone",
  ).toEqual([]);
  for (const code of pages) {
    const page = readFileSync(join(PAGES, `${code}.md`), "utf8");
    expect(index).toContain(`[${code}](${code}.md)`);
    expect(page.startsWith(`# ${code}\n`)).toBe(true);
    expect(page).toMatch(/\n## Example\n[^]+\n## Hint\n\n\S/);
  }
  for (const [, linked] of index.matchAll(/\]\(([A-Z0-9_]+)\.md\)/g)) expect(pages).toContain(linked);
});
