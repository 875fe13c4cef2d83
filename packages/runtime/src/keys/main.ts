import { resolve } from "node:path";
import { changeKeyFile, newKey, readKeyFile } from "./key-file.ts";
import type { Keys } from "./key-ring.ts";

const USAGE = `Looks after files of keys: payload keys, master keys, signing keys.

Usage: npm run keys -- list <file>
       npm run keys -- rotate <file>
       npm run keys -- add <file>
       npm run keys -- use <file> <id>
       npm run keys -- remove <file> <id>

list    names the keys; the current one, with which new values are made, has a star
rotate  adds a new key and makes it the current one; a missing file is made
add     adds a new key without making it the current one
use     makes a key the current one
remove  removes a key. What was made with it can never be read again

Where several machines have copies of the file, a rotation has two steps, so that every program knows a key before
another one uses it: add the key, copy the file everywhere, then use the key and copy the file again.
Running programs notice a changed file by themselves.
`;

type Step = (keys: Keys | undefined, id: string | undefined) => Keys;

const STEPS: Readonly<Record<string, Step>> = {
  rotate: (keys) => add(keys, true),
  add: (keys) => add(keys, keys === undefined),
  use: (keys, id) => ({ keys: known(keys, id).keys, current: id! }),
  remove: (keys, id) => {
    const { current, keys: all } = known(keys, id);
    if (id === current) throw new Error(`The key ${id} is the current one. Make another key the current one first.`);
    return { current, keys: new Map([...all].filter(([other]) => other !== id)) };
  },
};

function add(keys: Keys | undefined, makeCurrent: boolean): Keys {
  const key = newKey();
  return {
    current: makeCurrent || keys === undefined ? key.id : keys.current,
    keys: new Map([...(keys?.keys ?? []), [key.id, key]]),
  };
}

function known(keys: Keys | undefined, id: string | undefined): Keys {
  if (keys === undefined) throw new Error("The file does not exist.");
  if (id === undefined || !keys.keys.has(id))
    throw new Error(
      `${id === undefined ? "Name a key" : `The file has no key ${id}`}. It has ${[...keys.keys.keys()].join(", ")}.`,
    );
  return keys;
}

function list({ current, keys }: Keys): string {
  return [...keys.keys()].map((id) => `${id === current ? "*" : " "} ${id}\n`).join("");
}

const [command = "", path, id] = process.argv.slice(2);
const step = Object.hasOwn(STEPS, command) ? STEPS[command] : undefined;
if (path === undefined || path.startsWith("-") || (step === undefined && command !== "list")) {
  process.stderr.write(USAGE);
  process.exitCode = command === "--help" || command === "-h" ? 0 : 2;
} else {
  try {
    // npm runs the command in the repository, and says in INIT_CWD where the caller stands.
    const file = resolve(process.env["INIT_CWD"] ?? "", path);
    const keys =
      step === undefined ? readKeyFile(file, "keys") : await changeKeyFile(file, (before) => step(before, id));
    process.stdout.write(list(keys));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
