import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@sparticuz/chromium@153.0.0";
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/tempograph/chromium", import.meta.url));
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The path of the Chromium with which pages are tested and photographed: the one that TEMPOGRAPH_CHROMIUM names, or that of the machine. Where
 * there is none, it takes the one that comes as a package for Linux on x64, and elsewhere has Debian's package manager install one, if it may.
 *
 * @throws Error that says what to do, if there is no browser
 */
export async function findChromium(): Promise<string> {
  const given = process.env["TEMPOGRAPH_CHROMIUM"];
  const known = [...(given === undefined ? PLACES : [given])].find((place) => existsSync(place));
  const path = known ?? (await packaged()) ?? installed();
  if (path === undefined)
    throw new Error("There is no Chromium. Install it, and name its path in TEMPOGRAPH_CHROMIUM.");
  return path;
}

/**
 * The Chromium of a package, which has it compressed and unpacks it into the temporary folder. It has 60 MB, so it is installed when it is
 * needed, and not by everybody who installs this repository.
 */
async function packaged(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const entry = join(CACHE, "node_modules/@sparticuz/chromium/build/index.js");
  if (!existsSync(entry)) {
    process.stderr.write("Installing a Chromium from the package registry for the browser tests …\n");
    mkdirSync(CACHE, { recursive: true });
    const args = ["install", "--prefix", CACHE, "--no-fund", "--no-audit", "--ignore-scripts", PACKAGE];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
    if (status !== 0)
      process.stderr.write(`npm install ${PACKAGE} ended with ${String(status)}: ${stderr.slice(-1_000)}\n`);
  }
  if (!existsSync(entry)) return undefined;
  const { default: chromium } = (await import(entry)) as { default: { executablePath(): Promise<string> } };
  return await chromium.executablePath();
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  process.stderr.write("Installing Chromium for the browser tests …\n");
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0) throw new Error(`apt-get ${args[0]} ended with ${String(status)}: ${stderr.slice(-2_000)}`);
  }
  return PLACES.find((place) => existsSync(place));
}
