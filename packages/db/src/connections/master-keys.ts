import { join, resolve } from "node:path";
import { loadKeyRing, type KeyRing } from "@tempograph/runtime";

/** Where the master keys come from, with which the secrets of connections are encrypted. At most one of both. */
export interface MasterKeySource {
  readonly file?: string;
  /** A shell command that prints what the file would contain. */
  readonly command?: string;
}

/** In a folder of its own, which containers can share although they keep the rest of their data folders apart. */
export const masterKeyFile = (dataDir: string): string => join(dataDir, "keys", "master-keys.json");

export function readMasterKeySource(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): MasterKeySource {
  const file = env["TEMPOGRAPH_MASTER_KEY_FILE"]?.trim();
  const command = env["TEMPOGRAPH_MASTER_KEY_COMMAND"]?.trim();
  if (file && command)
    throw new Error("TEMPOGRAPH_MASTER_KEY_FILE and TEMPOGRAPH_MASTER_KEY_COMMAND are both set. Set one of them only.");
  if (file) return { file: resolve(cwd, file) };
  return command ? { command } : {};
}

/**
 * Loads the master keys. Without a setting they are in the data folder, where the first process that starts makes them; API and
 * workers on several machines need one file, or one command, for all.
 */
export async function loadMasterKeys(
  { file, command }: MasterKeySource,
  dataDir: string,
  onError: (error: Error) => void,
): Promise<KeyRing> {
  const purpose = "master keys of connections";
  if (command !== undefined) return await loadKeyRing({ purpose, command, onError });
  const make = file === undefined;
  return await loadKeyRing({ purpose, file: file ?? masterKeyFile(dataDir), make, onError });
}
