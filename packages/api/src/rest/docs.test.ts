import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { operations } from "../operations/registry.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const pages = ["README.md", "SECURITY.md", ...globSync("docs/**/*.md", { cwd: ROOT })].map((page) => ({
  page,
  text: readFileSync(`${ROOT}${page}`, "utf8"),
}));

const routes = operations.flatMap((operation) => {
  const { rest, kind } = operation;
  return rest === undefined
    ? []
    : [{ method: kind === "list" || !("method" in rest) ? "GET" : rest.method, path: rest.path }];
});
/** Routes of sign-in, of hooks, of the health server of a worker and of the metrics, which are no operations. */
const others = [
  ...["GET /auth/login", "GET /auth/callback", "GET /auth/methods", "POST /auth/logout"],
  ...["POST /auth/session", "POST /auth/links(/open)?", "POST /hooks/[^ ]+", "GET /live", "GET /metrics"],
];

test("every route that a page of the documentation names exists", () => {
  const known = [
    ...others.map((route) => new RegExp(`^${route}$`)),
    ...routes.map(({ method, path }) => new RegExp(`^${method} ${path.replaceAll(/:\w+/g, "[^/]+")}$`)),
  ];
  const named = pages.flatMap(({ page, text }) =>
    [...text.matchAll(/\b(?:GET|POST|PUT|DELETE) \/[^\s`"?),;]*/g)].map(([route]) => ({ page, route })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ route }) => !known.some((pattern) => pattern.test(route.replace(/[.:]$/, ""))))).toEqual([]);
});

test("the guide's table lists every route", () => {
  // A row shortens what follows its first route: `POST /executions/{id}/cancel`, `/terminate`.
  const table = pages.find(({ page }) => page === "docs/guide/api.md")!.text.replaceAll(/\{\w+\}/g, "{}");
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  const missing = routes.filter(({ path }) => {
    const [, folder, last] = /^(.*?)(\/[^/]+(?:\/:\w+)?)$/.exec(path.replaceAll(/:\w+/g, ":x"))!;
    const [start, end] = [folder, last].map((part) => part!.replaceAll(":x", "{}"));
    return !rows.some((row) => row.includes(`${start}${end}`) || (row.includes(start!) && row.includes(`${end}\``)));
  });
  expect(missing).toEqual([]);
});
