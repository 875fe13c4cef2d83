import { execFile } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeKeyFile, newKey, readKeyFile, replaceKeyFile } from "./key-file.ts";
import { printKeys } from "./key-ring.ts";
import { loadKeyRing } from "./load-key-ring.ts";

const run = promisify(execFile);
const NODE = ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning"];
const command = fileURLToPath(new URL("./main.ts", import.meta.url));
const keys = async (...given: string[]) => (await run(process.execPath, [...NODE, command, ...given])).stdout;

let parent: string;
let file: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "tempograph-keys-"));
  file = join(parent, "data", "payload-keys.json");
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const load = (more: object = {}) => loadKeyRing({ purpose: "payload keys", file, ...more });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test("processes that start at the same time make one file, which only its owner can read", async () => {
  const module = new URL("./load-key-ring.ts", import.meta.url).href;
  const script = `import { loadKeyRing } from ${JSON.stringify(module)};
    const ring = await loadKeyRing({ purpose: "payload keys", file: ${JSON.stringify(file)}, make: true });
    process.stdout.write(ring.current.id + ring.current.secret.toString("hex"));`;
  const processes = Array.from({ length: 4 }, () =>
    run(process.execPath, [...NODE, "--input-type=module", "-e", script]),
  );
  const found = new Set((await Promise.all(processes)).map(({ stdout }) => stdout));
  expect(found.size).toBe(1);
  expect(await modeOf(file)).toBe(0o600);
  expect(await modeOf(join(parent, "data"))).toBe(0o700);
  expect(await readdir(join(parent, "data"))).toEqual(["payload-keys.json"]);
  const { current } = await load({ make: true });
  expect(found).toEqual(new Set([current.id + current.secret.toString("hex")]));
});

test("without `make` a missing file is an error that says what to do", async () => {
  await expect(load()).rejects.toThrow(
    /The file of the payload keys, .*payload-keys\.json, does not exist\. Hint: restore/,
  );
});

test("a file that others can read is refused", async () => {
  await load({ make: true });
  await chmod(file, 0o640);
  await expect(load()).rejects.toThrow(/open to other accounts.*chmod 600/);
});

test.each([
  ["not json", "the text is not JSON"],
  ["[]", "the text is not a JSON object"],
  ['{"current":"a"}', "/keys is not an object"],
  ['{"current":"a","keys":{"a b":""}}', "/keys/a b has an id"],
  ['{"current":"a","keys":{"a":"SECRETSECRET"}}', "/keys/a is not the base64 of 32 bytes"],
  [`{"current":"b","keys":{"a":"${"A".repeat(43)}="}}`, "/current is not the id of a key"],
  [`{"current":"toString","keys":{}}`, "/current is not the id of a key"],
])("a broken file is refused with the place and the form, and is not quoted: %s", async (text, problem) => {
  await load({ make: true });
  await writeFile(file, text);
  const error = await load().catch((thrown: Error) => thrown);
  expect(String(error)).toContain(`The payload keys in ${file} cannot be used: ${problem}`);
  expect(String(error)).toContain("Hint: the form is {");
  expect(String(error)).not.toContain("SECRET");
});

test("a key that another process has added is known at once, and becomes the current one", async () => {
  const ring = await load({ make: true });
  const first = ring.current;
  expect(await keys("rotate", file)).toContain(`  ${first.id}\n`);
  const { current } = readKeyFile(file, "payload keys");
  expect(current).not.toBe(first.id);
  expect(ring.get(current)?.id).toBe(current);
  expect(ring.current.id).toBe(current);
  expect(ring.get(first.id)).toEqual(first);
  expect(ring.all.map(({ id }) => id)).toEqual([first.id, current]);
});

test("a changed file that is broken is told, and the known keys stay until it is mended", async () => {
  const onError = vi.fn<(error: Error) => void>();
  const ring = await load({ make: true, onError });
  const first = ring.current;
  const good = await readFile(file, "utf8");
  await writeFile(file, "{", { mode: 0o600 });
  expect(ring.get("unknown")).toBeUndefined();
  expect(onError).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: expect.stringContaining("not JSON") }),
  );
  expect(ring.current).toEqual(first);
  const more = newKey();
  const before = readKeysOf(good);
  replaceKeyFile(file, { current: more.id, keys: new Map([...before, [more.id, more]]) });
  expect(ring.get(more.id)).toEqual(more);
});

const readKeysOf = (text: string) =>
  Object.entries((JSON.parse(text) as { keys: Record<string, string> }).keys).map(
    ([id, secret]) => [id, { id, secret: Buffer.from(secret, "base64") }] as const,
  );

test("a command gives the keys; its failure is told without what it printed", async () => {
  const key = newKey();
  await writeFile(join(parent, "keys"), printKeys({ current: key.id, keys: new Map([[key.id, key]]) }));
  const ring = await loadKeyRing({ purpose: "master keys", command: `cat '${parent}/keys'` });
  expect(ring.current).toEqual(key);
  const failing = loadKeyRing({ purpose: "master keys", command: "echo SECRET; echo no vault >&2; exit 3" });
  await expect(failing).rejects.toThrow(/^The command for the master keys ended with 3: `.*`\. no vault$/);
  const broken = loadKeyRing({ purpose: "master keys", command: "echo nothing" });
  await expect(broken).rejects.toThrow("the text is not JSON");
});

test("a file and a command at once, or neither, are refused", async () => {
  await expect(load({ command: "true" })).rejects.toThrow("exactly one of the two");
  await expect(loadKeyRing({ purpose: "payload keys" })).rejects.toThrow("exactly one of the two");
});

test("commands that change a file at the same time lose no key, and leave nothing else behind", async () => {
  const shown = await Promise.all([1, 2, 3, 4, 5].map(() => keys("rotate", file)));
  const ids = [...readKeyFile(file, "keys").keys.keys()];
  expect(ids).toHaveLength(5);
  for (const id of shown.flatMap((each) => each.match(/\S+$/gm)!)) expect(ids).toContain(id);
  expect(await readdir(dirname(file))).toEqual([basename(file)]);
});

test("a command that was interrupted left its lock: the next one says how to go on", async () => {
  await keys("rotate", file);
  await writeFile(`${file}.lock`, "");
  const before = await readFile(file, "utf8");
  await expect(changeKeyFile(file, (keys) => keys!, 20)).rejects.toThrow(/Another command.*delete .*\.lock/);
  expect(await readFile(file, "utf8")).toBe(before);
});

test("the command adds a key, makes it the current one and removes an old one", async () => {
  expect(await keys("rotate", file)).toMatch(/^\* \S+\n$/);
  const [first] = [...readKeyFile(file, "keys").keys.keys()];
  const added = (await keys("add", file)).split("\n")[1]!.trim();
  expect(readKeyFile(file, "keys").current).toBe(first);
  await expect(keys("remove", file, first!)).rejects.toThrow(/is the current one/);
  await keys("use", file, added);
  await keys("remove", file, first!);
  expect(await keys("list", file)).toBe(`* ${added}\n`);
  expect(await modeOf(file)).toBe(0o600);
  await expect(keys("use", file, "other")).rejects.toThrow(/has no key other/);
  await expect(keys("list", join(parent, "none"))).rejects.toThrow(/does not exist/);
  await expect(keys("burn", file)).rejects.toMatchObject({ code: 2 });
});
