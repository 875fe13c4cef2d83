import { chmod, mkdir, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { newToken } from "../access/token.ts";

/**
 * Reads the token in `<data dir>/token`, or makes it at the first start. Only the owner can read the file. Two processes that start
 * at the same time get the same token: only one of them can create the file, and the other one reads it.
 */
export async function readToken(dataDir: string): Promise<string> {
  const path = join(dataDir, "token");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    const file = await open(path, "wx", 0o600);
    const token = newToken();
    try {
      await file.writeFile(`${token}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  // The file may come from a back-up or a copy that did not keep its mode.
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  for (let tries = 0; tries < 50; tries++) {
    const token = (await readFile(path, "utf8")).trim();
    if (token !== "") return token;
    // The other process has created the file and is about to write the token.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} is empty. Delete it, and the next start makes a new token.`);
}
