import { execFile } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { timeLeft, type OnProgress } from "../progress.ts";
import { fetchToFile } from "./fetch-to-file.ts";
import { probeTemporal } from "./probe-temporal.ts";
import { TEMPORAL_VERSION } from "./temporal-cache.ts";
import type { TemporalRelease } from "./temporal-release.ts";
import { withTicker } from "./with-ticker.ts";

/**
 * Downloads the CLI's official archive and keeps the program as `target`, which appears only when it is complete and runs.
 * What came of the archive stays beside it after a failure, for the next call to go on from.
 */
export async function downloadTemporal(
  target: string,
  { url, sha256 }: TemporalRelease,
  onProgress?: OnProgress,
): Promise<void> {
  const archive = `${target}.tar.gz.part`;
  const what = `Downloading Temporal ${TEMPORAL_VERSION}`;
  onProgress?.(`${what} from ${new URL(url).host}, once`);
  const rate = new Rate();
  await withTicker(fetchToFile({ url, file: archive, sha256, onBytes: rate.take }), () =>
    onProgress?.(`${what}: ${rate.text()}`),
  );
  const folder = mkdtempSync(join(dirname(target), "temporal-unpacked-"));
  try {
    await promisify(execFile)("tar", ["-xzf", archive, "-C", folder]);
    const program = join(folder, "temporal");
    if ((await probeTemporal(program)) === undefined)
      throw new Error("the archive holds no Temporal CLI that runs here");
    renameSync(program, target);
    rmSync(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How far a download is and how long it still takes, from the bytes of this call alone. */
class Rate {
  readonly #begun = performance.now();
  #first: number | undefined;
  #received = 0;
  #total: number | undefined;

  take = (received: number, total: number | undefined): void => {
    this.#first ??= received;
    this.#received = received;
    this.#total = total;
  };

  text(): string {
    if (this.#first === undefined) return "waiting for the server";
    if (this.#total === undefined) return `${megabytes(this.#received)} MB so far`;
    const percent = Math.floor((100 * this.#received) / this.#total);
    const perMs = (this.#received - this.#first) / (performance.now() - this.#begun);
    const left = perMs === 0 ? "" : `, about ${timeLeft((this.#total - this.#received) / perMs)} left`;
    return `${megabytes(this.#received)} of ${megabytes(this.#total)} MB (${percent} %)${left}`;
  }
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
