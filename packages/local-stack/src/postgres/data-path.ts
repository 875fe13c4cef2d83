/**
 * How Postgres is told where its data are: as its own working folder. The folder is entered before the account is
 * changed, so data in a private folder of root's (every folder above closed to other accounts) can be served all the
 * same. Postgres turns a relative path into an absolute one; the kernel's link to the working folder stays as it is.
 */
export function dataPath(folder: string): string {
  return process.platform === "linux" ? "/proc/self/cwd" : folder;
}
