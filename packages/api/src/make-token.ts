import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ROLES } from "./access/roles.ts";
import { hashToken, newToken } from "./access/token.ts";
import { readTokensFile } from "./http/tokens-file.ts";

const usage = `Adds a named token to the file of TEMPOGRAPH_TOKENS_FILE and prints it. It cannot be printed again.

Usage: npm run --silent make-token -- <file> <name> <role> [<role> …]

Roles: ${ROLES.join(", ")}, or your own, which may do what an approver may. A name that
is there gets a new token; the old one no longer works.
`;

const [path, name, ...roles] = process.argv.slice(2);
if (path === undefined || name === undefined || roles.length === 0 || path.startsWith("-")) {
  process.stderr.write(usage);
  process.exitCode = path?.startsWith("-h") === true || path === "--help" ? 0 : 2;
} else {
  try {
    // npm runs the command in the repository, and says in INIT_CWD where the caller stands.
    process.stdout.write(`${await addToken(resolve(process.env["INIT_CWD"] ?? "", path), name, roles)}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

async function addToken(file: string, name: string, roles: readonly string[]): Promise<string> {
  await writeFile(file, "[]\n", { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  const others = (await readTokensFile(file)).filter((token) => token.name !== name);
  const token = newToken();
  const entry = { name, roles, tokenSha256: hashToken(token) };
  // Write a second file and check it first, so that a running API never reads a part of the file.
  const aside = `${file}.${String(process.pid)}.new`;
  await writeFile(aside, `${JSON.stringify([...others, entry], null, 2)}\n`, { mode: 0o600 });
  try {
    await readTokensFile(aside);
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
  return token;
}
