import { TEMPORAL_VERSION } from "./temporal-cache.ts";

/** The official archive of one platform. */
export type TemporalRelease = {
  readonly url: string;
  /** Of the archive, in hex. */
  readonly sha256: string;
};

const OFFICIAL = "https://github.com/temporalio/cli/releases/download";

/** As the release's checksums.txt has them. A new version needs new ones, and the same version in tools/temporal/go.mod. */
const SHA256: Readonly<Record<string, string>> = {
  linux_amd64: "d8421bda989e6514b4bdb4d63a9012a8a05a806892e881a5aad8510496349a94",
  linux_arm64: "83600a8fac6e3da54093e5da6918d399f501532b9f1172235603f9606f4ac6e4",
  darwin_amd64: "489d7f5420cae02b559774ac23df035141954c33a51dba96f5759a0ddccdf1b6",
  darwin_arm64: "dacdc3587682c04cf27e67c8878ca2d755230b6ad63c0c6ebddd7348ae90ed94",
};

/**
 * The archive for this machine, or why none is downloaded. TEMPOGRAPH_TEMPORAL_DOWNLOAD names another server that has the
 * releases in the same folders, or is `off`.
 */
export function temporalRelease(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
  arch: string = process.arch,
): TemporalRelease | string {
  const base = env["TEMPOGRAPH_TEMPORAL_DOWNLOAD"] || OFFICIAL;
  if (base === "off") return "TEMPOGRAPH_TEMPORAL_DOWNLOAD is off";
  const name = `${platform}_${arch === "x64" ? "amd64" : arch}`;
  const sha256 = SHA256[name];
  if (sha256 === undefined) return `there is no release for ${platform} on ${arch}`;
  const file = `temporal_cli_${TEMPORAL_VERSION}_${name}.tar.gz`;
  return { url: `${base.replace(/\/$/, "")}/v${TEMPORAL_VERSION}/${file}`, sha256 };
}
