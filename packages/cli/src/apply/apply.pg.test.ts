import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, afterAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../../api/src/test-kit/start-test-api.ts";
import { run, temporaryFolder, type Surroundings } from "../test-kit/run.ts";
import type { Applied } from "./carry-out.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const tempograph = (argv: readonly string[], more: Surroundings = {}) =>
  run(argv, { env: { TEMPOGRAPH_URL: api.url, TEMPOGRAPH_TOKEN: api.token }, ...more });
const graph = (...ids: readonly string[]) => ({
  nodes: ids.map((id) => ({
    id,
    type: id === "start" ? "start" : "delay",
    ...(id !== "start" && { data: { duration: "1s" } }),
  })),
  edges: ids.slice(1).map((id, at) => ({ id: `e${at}`, source: ids[at], target: id })),
});
const write = (folder: string, name: string, content: unknown): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(content));
};
async function apply(folder: string, ...options: readonly string[]): Promise<Record<string, string>> {
  const { code, json, err } = await tempograph(["workflow", "apply", folder, "--json", ...options]);
  expect(code, err).toBe(0);
  return Object.fromEntries(json<Applied[]>().map(({ key, action, version }) => [key, `${action} ${version}`]));
}

test("a file that cannot be published is named, with the place in it; those before it are applied", async () => {
  const folder = temporaryFolder();
  const hook = (path: string) => ({ graph: graph("start"), triggers: [{ kind: "webhook", config: { path } }] });
  write(folder, "one/a.json", hook("one-address"));
  write(folder, "one/b.json", hook("one-address"));
  // Only while files are applied it shows whose an address becomes.
  expect(await tempograph(["workflow", "apply", folder, "--dry-run"])).toMatchObject({ code: 8 });
  const { code, err } = await tempograph(["workflow", "apply", folder]);
  expect(code).toBe(3);
  expect(err).toContain(`${join(folder, "one/b.json")} could not be published.`);
  expect(err).toContain("error PATH_TAKEN at /triggers/0/config/path: ");
  expect(err).toContain("    Choose another path");
  expect(await tempograph(["workflow", "get", "one/a"])).toMatchObject({ code: 0 });
  const triggers = await tempograph(["workflow", "triggers", "one/a"]);
  expect(triggers.out).toMatch(/^TRIGGER ID +KIND +STATUS .*\ntrigger0 +webhook +active /);
  // A file that gets another name takes its address along.
  write(folder, "one/c.json", hook("one-address"));
  for (const name of ["a", "b"]) rmSync(join(folder, `one/${name}.json`));
  expect(await apply(folder, "--prune", "--yes")).toEqual({ "one/a": "archive null", "one/c": "create 1" });
});

test("files become published workflows, and change them; what is the same stays", async () => {
  const folder = temporaryFolder();
  write(folder, "sales/hot.json", { name: "Hot", graph: graph("start"), triggers: [{ eventType: "lead" }] });
  write(folder, "bare.json", graph("start"));
  const before = await tempograph(["workflow", "apply", folder, "--dry-run"]);
  expect(before).toMatchObject({ code: 8, out: "create     bare\ncreate     sales/hot\n" });
  expect(await apply(folder)).toEqual({ bare: "create 1", "sales/hot": "create 1" });
  expect(await apply(folder)).toEqual({ bare: "unchanged 1", "sales/hot": "unchanged 1" });
  expect(await tempograph(["workflow", "apply", folder, "--dry-run"])).toMatchObject({ code: 0 });

  write(folder, "sales/hot.json", { name: "Hot!", graph: graph("start", "wait"), triggers: [{ eventType: "lead" }] });
  const dry = await tempograph(["workflow", "apply", folder, "--dry-run"]);
  expect(dry.out).toContain(
    "update     sales/hot\n  + node wait (delay)\n  + edge start > wait\n  ~ name: Hot > Hot!\n",
  );
  expect(await apply(folder)).toEqual({ bare: "unchanged 1", "sales/hot": "update 2" });
  expect((await tempograph(["workflow", "get", "sales/hot", "--json"])).json()).toMatchObject({
    name: "Hot!",
    publishedVersion: 2,
  });
  expect((await tempograph(["workflow", "diff", "sales/hot", "--from", "1"])).out).toContain("+ node wait (delay)\n");

  // Somebody has saved the file's content and not published it.
  const { id } = (await tempograph(["workflow", "get", "bare", "--json"])).json<{ id: string }>();
  await api.request("PUT", `/workflows/${id}`, { graph: graph("start", "wait"), publish: false });
  write(folder, "bare.json", graph("start", "wait"));
  expect(await apply(folder)).toEqual({ bare: "publish 2", "sales/hot": "unchanged 2" });
});

test("if one file has an error, nothing is changed", async () => {
  const folder = temporaryFolder();
  write(folder, "a.json", graph("start"));
  write(folder, "b.json", { ...graph("start"), edges: [{ id: "e", source: "start", target: "nowhere" }] });
  const refused = await tempograph(["workflow", "apply", folder]);
  expect(refused).toMatchObject({ code: 3, out: "" });
  expect(refused.err).toMatch(/b\.json cannot be published.*\n {2}error EDGE_TO_NOWHERE/);
  expect(await tempograph(["workflow", "get", "a"])).toMatchObject({ code: 4 });

  // What is wrong with several files is told at once: a kind that does not exist, and a connection that does not.
  const nowhere = { kind: "webhook", config: { auth: { type: "token", connection: "none" } } };
  write(folder, "c.json", { graph: graph("start"), triggers: [{ kind: "nonsense" }] });
  write(folder, "d.json", { graph: graph("start"), triggers: [nowhere] });
  const several = await tempograph(["workflow", "apply", folder, "--dry-run"]);
  expect(several).toMatchObject({ code: 3, out: "" });
  expect(several.err).toContain(`error EDGE_TO_NOWHERE at ${join(folder, "b.json")}/graph/edges/0/target: `);
  expect(several.err).toContain(`error INVALID_TRIGGER at ${join(folder, "c.json")}/triggers/0/kind: `);
  expect(several.err).toContain(
    `error CONNECTION_UNKNOWN at ${join(folder, "d.json")}/triggers/0/config/auth/connection: `,
  );
});

test("prune archives what has no file, after a question; a file that comes back restores it", async () => {
  const folder = temporaryFolder();
  for (const name of ["one", "two"]) write(folder, `${name}.json`, graph("start"));
  const prefix = ["--prefix", "team/"];
  await apply(folder, ...prefix);
  rmSync(join(folder, "two.json"));
  expect(await apply(folder, ...prefix)).toEqual({ "team/one": "unchanged 1" });
  const prune = ["workflow", "apply", folder, ...prefix, "--prune"];
  expect(await tempograph(prune)).toMatchObject({ code: 2, err: expect.stringContaining("Add --yes") });
  expect(await tempograph(prune, { answers: ["n"] })).toMatchObject({ code: 2 });
  const asked = await tempograph(prune, { answers: ["y"] });
  expect(asked).toMatchObject({ code: 0, err: "Archive 1 workflows that have no file: team/two? [y/N] " });
  expect((await tempograph(["workflow", "get", "team/two", "--json"])).json()).toMatchObject({ status: "archived" });
  // Other keys do not begin with the prefix, so they stay.
  expect((await tempograph(["workflow", "get", "bare", "--json"])).json()).toMatchObject({ status: "active" });
  write(folder, "two.json", graph("start", "wait"));
  expect(await apply(folder, ...prefix)).toEqual({ "team/one": "unchanged 1", "team/two": "restore 2" });
});

test("what was exported is the same when it is applied, and an import is a new workflow", async () => {
  const created = await tempograph([
    "workflow",
    "create",
    "--name",
    "Frisch & neu",
    "--graph",
    JSON.stringify(graph("start", "wait")),
  ]);
  expect(created.code).toBe(0);
  const folder = temporaryFolder();
  const exported = await tempograph(["workflow", "export", folder, "--set-keys", "--json"]);
  const { written } = exported.json<{ written: { key: string }[] }>();
  expect(written.map(({ key }) => key)).toContain("frisch-neu");
  const applied = await apply(folder);
  expect(Object.values(applied).every((action) => action.startsWith("unchanged"))).toBe(true);
  expect(Object.keys(applied).toSorted()).toEqual(written.map(({ key }) => key).toSorted());
  const file = join(folder, "frisch-neu.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ name: "Frisch & neu" });
  const imported = (await tempograph(["workflow", "import", file, "--name", "Copy", "--json"])).json();
  expect(imported).toMatchObject({ name: "Copy", key: null, publishedVersion: null, latestVersion: 0 });
});
