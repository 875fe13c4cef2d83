import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OnProgress } from "../progress.ts";
import { isExecutable, probeTemporal } from "./probe-temporal.ts";
import { TEMPORAL_VERSION } from "./temporal-cache.ts";
import { withTicker } from "./with-ticker.ts";

/**
 * Lets the Temporal SDK download the CLI (it knows from where, and which file this platform needs) and keeps it as
 * `target`. The SDK is loaded only here: it brings a native library that nothing else in this package needs.
 */
export async function downloadTemporal(target: string, onProgress?: OnProgress): Promise<void> {
  onProgress?.(`Downloading Temporal ${TEMPORAL_VERSION} through the Temporal SDK, once: about 50 MB`);
  const downloadDir = mkdtempSync(join(dirname(target), "download-"));
  try {
    const { TestWorkflowEnvironment } = await import("@temporalio/testing");
    const { DefaultLogger, Runtime } = await import("@temporalio/worker");
    Runtime.install({ logger: new DefaultLogger("ERROR"), shutdownSignals: [] });
    const download = TestWorkflowEnvironment.createLocal({
      server: { executable: { type: "cached-download", downloadDir, version: `v${TEMPORAL_VERSION}` } },
    });
    const environment = await withTicker(download, (elapsed) =>
      onProgress?.(`Downloading Temporal: ${elapsed} s so far`),
    );
    await environment.teardown();
    await keep(downloadDir, target);
  } finally {
    rmSync(downloadDir, { recursive: true, force: true });
  }
}

async function keep(downloadDir: string, target: string): Promise<void> {
  for (const name of readdirSync(downloadDir)) {
    const file = join(downloadDir, name);
    if (!isExecutable(file) || (await probeTemporal(file)) === undefined) continue;
    chmodSync(file, 0o755);
    renameSync(file, target);
    return;
  }
  throw new Error("the download holds no working Temporal CLI");
}
