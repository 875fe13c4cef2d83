/**
 * Postgres gets its data folder as its working folder. The folder is entered before the account is changed, so that data in a
 * private folder of root (with every parent folder closed to other accounts) can be served. Postgres turns a relative path into an absolute one; the kernel's link to the working folder stays as it is.
 */
export function dataPath(folder: string): string {
  return process.platform === "linux" ? "/proc/self/cwd" : folder;
}
