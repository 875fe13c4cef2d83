import { MAIN_PROJECT } from "@tempograph/db/main-project";
import { open } from "node:fs/promises";
import { OWNER, type Principal } from "../access/principal.ts";
import { ROLES } from "../access/roles.ts";
import { CALLER_NAME } from "../access/token.ts";

/** A token: its holder, and its SHA-256 in hex. The token itself is not stored. */
export interface NamedToken extends Principal {
  readonly tokenSha256: string;
}

const MAX_BYTES = 1024 * 1024;

/**
 * Reads the file of named tokens: a JSON list of `{ name, roles, project?, tokenSha256 }` that only its owner can read.
 *
 * @throws Error that names the file and the entry and says what to do, but never contains the file's content.
 */
export async function readTokensFile(path: string): Promise<readonly NamedToken[]> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${path} cannot be read (${error.code ?? "unknown"}).`);
  });
  let text: string;
  try {
    const { mode, size } = await file.stat();
    if ((mode & 0o077) !== 0)
      throw new Error(`TEMPOGRAPH_TOKENS_FILE: other users may read or write ${path}. Run: chmod 600 ${path}`);
    if (size > MAX_BYTES) throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${path} is larger than 1 MiB.`);
    text = await file.readFile("utf8");
  } finally {
    await file.close();
  }
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${path} is not JSON.`);
  }
  if (!Array.isArray(list)) throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${path} has to be a JSON list of tokens.`);
  const tokens = list.map((entry, index) => readEntry(entry, `${path}, entry ${String(index)}`));
  const names = tokens.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${path} has two tokens named ${twice}.`);
  return tokens;
}

function readEntry(entry: unknown, place: string): NamedToken {
  const { name, roles, project = MAIN_PROJECT, tokenSha256 } = (entry ?? {}) as Record<string, unknown>;
  const refuse = (what: string): never => {
    throw new Error(`TEMPOGRAPH_TOKENS_FILE: ${place}: ${what}`);
  };
  if (typeof name !== "string" || !CALLER_NAME.test(name))
    return refuse("`name` has to have 1 to 100 characters: letters, digits, and _ . @ -");
  if (name === OWNER.name) return refuse(`\`${OWNER.name}\` is the name of the first token.`);
  if (
    !Array.isArray(roles) ||
    roles.length === 0 ||
    !roles.every((role) => typeof role === "string" && CALLER_NAME.test(role))
  )
    return refuse(`\`roles\` has to be a list of names: ${ROLES.join(", ")} or your own.`);
  if (typeof tokenSha256 !== "string" || !/^[0-9a-f]{64}$/i.test(tokenSha256))
    return refuse("`tokenSha256` has to be the SHA-256 of the token in 64 hex digits.");
  if (typeof project !== "string" || !CALLER_NAME.test(project))
    return refuse(`\`project\` has to be the id of a project; without it the token belongs to ${MAIN_PROJECT}.`);
  return { name, roles: roles as string[], project, tokenSha256: tokenSha256.toLowerCase() };
}
