import { execFileSync } from "node:child_process";
import type { OnProgress } from "../progress.ts";

/** The account that Postgres runs as: undefined means this process's own. */
export type ServiceAccount = { readonly uid: number; readonly gid: number };

const ACCOUNT = "postgres";

/** PostgreSQL refuses to run as root. As root, it runs as the system account `postgres`, which is made if missing. */
export function serviceAccount(onProgress?: OnProgress): ServiceAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const present = lookUp();
  if (present !== undefined) return present;
  onProgress?.(`Creating the system account "${ACCOUNT}": PostgreSQL does not run as root`);
  createAccount();
  const created = lookUp();
  if (created !== undefined) return created;
  throw new Error(
    `PostgreSQL does not run as root, and the account "${ACCOUNT}" could not be created. ` +
      `Run this as an ordinary user, create that account, or set DATABASE_URL.`,
  );
}

function lookUp(): ServiceAccount | undefined {
  const uid = id("-u");
  const gid = id("-g");
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function id(flag: string): number | undefined {
  try {
    return Number.parseInt(execFileSync("id", [flag, ACCOUNT], { encoding: "utf8", stdio: "pipe" }), 10);
  } catch {
    return undefined;
  }
}

function createAccount(): void {
  const ways: readonly (readonly [string, ...string[]])[] = [
    ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", ACCOUNT],
    ["adduser", "-S", "-D", "-H", "-s", "/bin/false", ACCOUNT],
  ];
  for (const [command, ...args] of ways) {
    try {
      execFileSync(command, args, { stdio: "pipe" });
      return;
    } catch {
      // The next way, or the error of serviceAccount.
    }
  }
}
