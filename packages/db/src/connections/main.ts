import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { API_ROLE } from "../access/row-access.ts";
import { ownerUrl } from "../audit/owner-url.ts";
import { failureText } from "../connection/failure-text.ts";
import { openDatabase } from "../connection/open-database.ts";
import { loadMasterKeys, masterKeyFile, readMasterKeySource } from "./master-keys.ts";
import { rewrapConnections } from "./rewrap-connections.ts";

const USAGE = `Encrypts the keys of all connections with the current master key, while everything runs. Prints what it did as JSON.

Usage: npm run connections:rewrap

Environment:
  TEMPOGRAPH_MIGRATION_DATABASE_URL, DATABASE_URL
                                 the database, as its owner or a worker reaches it (default: that of a stack that runs)
  TEMPOGRAPH_MASTER_KEY_FILE     the master keys (default: keys/master-keys.json in TEMPOGRAPH_DATA_DIR)
  TEMPOGRAPH_MASTER_KEY_COMMAND  instead of the file: a command that prints what it would contain
  TEMPOGRAPH_DATA_DIR            default: .tempograph/demo

The exit code is 1 if the key of a connection cannot be decrypted. It can be interrupted and run again, and several can run at once.
`;

async function main(): Promise<void> {
  const root = fileURLToPath(new URL("../../../..", import.meta.url));
  const url = ownerUrl(process.env, root);
  if (new URL(url).username === API_ROLE)
    throw new Error(`${API_ROLE} sees one project at a time. Set DATABASE_URL to that of a worker or of the owner.`);
  // npm runs the command in the repository, and says in INIT_CWD where the caller stands.
  const source = readMasterKeySource(process.env, process.env["INIT_CWD"] ?? process.cwd());
  const file = masterKeyFile(resolve(root, process.env["TEMPOGRAPH_DATA_DIR"] ?? ".tempograph/demo"));
  const given = source.command !== undefined || source.file !== undefined;
  // A file that is missing is an error here: a new one could decrypt nothing.
  const master = await loadMasterKeys(given ? source : { file }, root, (error) => {
    throw error;
  });
  const db = openDatabase(url, { max: 2, applicationName: "tempograph rewrap" });
  try {
    const done = await rewrapConnections(db, master);
    process.stdout.write(`${JSON.stringify({ current: master.current.id, ...done }, null, 2)}\n`);
    if (done.failed.length > 0) process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(USAGE);
} else if (args.length > 0) {
  // Somebody who writes --dry-run does not want the keys to be written.
  process.stderr.write(`The command takes no ${args[0]!}.\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  await main().catch((error: unknown) => {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  });
}
