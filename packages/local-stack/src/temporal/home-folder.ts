import { userInfo } from "node:os";
import { isAbsolute } from "node:path";

/**
 * HOME; where it is not set, the folder of the account. Undefined where there is neither, as under an arbitrary user id in a
 * container.
 */
export function homeFolder(
  env: NodeJS.ProcessEnv,
  ofAccount: () => string = () => userInfo().homedir,
): string | undefined {
  const home = env["HOME"] ?? "";
  if (isAbsolute(home)) return home;
  try {
    const known = ofAccount();
    return isAbsolute(known) ? known : undefined;
  } catch {
    return undefined;
  }
}
