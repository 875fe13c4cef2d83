import { userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The data folder of an API or a worker: TEMPOGRAPH_DATA_DIR, else `~/.tempograph`. Both programs have the same default, because the
 * master keys of connections are in it: with folders of their own, the worker could not decrypt what the API has encrypted.
 *
 * @throws Error that says what to set, where there is no home folder
 */
export function readDataDir(env: Readonly<Record<string, string | undefined>>, cwd: string = process.cwd()): string {
  const given = env["TEMPOGRAPH_DATA_DIR"]?.trim();
  return given ? resolve(cwd, given) : join(homeFolder(env["HOME"]), ".tempograph");
}

/** The folder in HOME, or else that of the account. A relative HOME is ignored, because keys would be put into the folder in which the program starts. */
function homeFolder(home: string | undefined): string {
  if (home !== undefined && isAbsolute(home)) return home;
  try {
    const { homedir } = userInfo();
    if (isAbsolute(homedir)) return homedir;
  } catch {
    // The system has no account with this user id, which happens in a container that runs under an arbitrary id.
  }
  throw new Error("There is no home folder to keep tokens and keys in. Set TEMPOGRAPH_DATA_DIR to a folder for them.");
}
