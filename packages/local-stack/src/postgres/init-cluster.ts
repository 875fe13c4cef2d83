import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { dataPath } from "./data-path.ts";
import { initdbIn } from "./postgres-binaries.ts";
import { canReach } from "./reachable-root.ts";
import type { ServiceAccount } from "./service-account.ts";

export const CLUSTER_USER = "tempograph";

export type InitClusterOptions = {
  readonly binaries: string;
  /** The folder that becomes the cluster. */
  readonly clusterDir: string;
  readonly password: string;
  readonly account: ServiceAccount | undefined;
  /** False leaves out fsync: for clusters that live as long as a test run. */
  readonly durable: boolean;
};

/** Makes the cluster if there is none. It appears under its name only when complete, so an interrupted start is harmless. */
export async function initCluster(options: InitClusterOptions): Promise<void> {
  const { clusterDir, account } = options;
  if (existsSync(join(clusterDir, "PG_VERSION"))) return;
  const unfinished = `${clusterDir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(unfinished, account.uid, account.gid);
  await runInitdb(options, unfinished);
  renameSync(unfinished, clusterDir);
}

async function runInitdb(options: InitClusterOptions, folder: string): Promise<void> {
  const { binaries, password, account } = options;
  const secrets = mkdtempSync(join(scratchFolder(account), "tempograph-initdb-"));
  const passwordFile = join(secrets, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    chownSync(secrets, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const args = [
    ...["--pgdata", dataPath(folder)],
    ...["--username", CLUSTER_USER, "--pwfile", passwordFile, "--auth", "scram-sha-256"],
    ...["--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
    ...(options.durable ? [] : ["--no-sync"]),
    "--no-instructions",
  ];
  try {
    await promisify(execFile)(initdbIn(binaries), args, { cwd: folder, uid: account?.uid, gid: account?.gid });
  } catch (cause) {
    const output = (cause as { stderr?: string }).stderr?.trim() ?? "";
    throw new Error(`PostgreSQL could not make its data folder ${folder}. ${output}`, { cause });
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

function scratchFolder(account: ServiceAccount | undefined): string {
  return account === undefined || canReach(tmpdir(), account) ? tmpdir() : "/tmp";
}
