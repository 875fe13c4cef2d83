import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** A smaller file is sent as fast as it is. */
const LEAST_BYTES = 1_024;

/** Writes a `.br` and a `.gz` beside each file that browsers load, so that the server need not compress it for each of them. */
export async function compressFiles(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|css|html|svg)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const content = readFileSync(file);
      if (content.length < LEAST_BYTES) return;
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 };
      const [small, wide] = await Promise.all([
        promisify(brotliCompress)(content, { params: quality }),
        promisify(gzip)(content, { level: 9 }),
      ]);
      await Promise.all([writeFile(`${file}.br`, small), writeFile(`${file}.gz`, wide)]);
    }),
  );
}
