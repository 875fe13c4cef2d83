import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { startFileServer } from "../fixtures/file-server.ts";
import { tempDir } from "../fixtures/temp-dir.ts";
import { StartError } from "../start-error.ts";
import { probeTemporal } from "./probe-temporal.ts";
import {
  resolveTemporalBinary,
  TemporalNotFoundError,
  type ResolveTemporalOptions,
} from "./resolve-temporal-binary.ts";
import { temporalCacheDir } from "./temporal-cache.ts";
import { temporalRelease } from "./temporal-release.ts";

const FLAGS = "--dynamic-config-value --sqlite-pragma --search-attribute --ui-disable-news-fetch";
const CLI = '#!/bin/sh\necho "temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)"\n';

/** A folder for PATH with programs that answer with a fixed text. */
function bin(programs: Record<string, string>): string {
  const folder = tempDir();
  for (const [name, text] of Object.entries(programs)) {
    const script = text.startsWith("#!") ? text : `#!/bin/sh\necho "${text}"\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
  return folder;
}

/** An archive as a release has it. */
function archive(program = CLI): Buffer {
  const folder = bin({ temporal: program, LICENSE: "MIT" });
  return execFileSync("tar", ["-czf", "-", "-C", folder, "LICENSE", "temporal"]);
}

const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

function resolve(path: string, options: ResolveTemporalOptions & { readonly cacheHome?: string } = {}) {
  const { cacheHome = tempDir(), ...rest } = options;
  return resolveTemporalBinary({ env: { PATH: path, XDG_CACHE_HOME: cacheHome }, release: "not here", ...rest });
}

test("temporal on PATH comes first", async () => {
  const folder = bin({ temporal: FLAGS });
  expect(await resolve(`relative${delimiter}${folder}`)).toEqual({ path: join(folder, "temporal"), from: "path" });
});

test("one on PATH that is too old is passed over for the cached one", async () => {
  const cacheHome = tempDir();
  const cached = join(cacheHome, "tempograph", "temporal-1.8.2");
  mkdirSync(join(cacheHome, "tempograph"));
  writeFileSync(cached, "#!/bin/sh\n", { mode: 0o755 });
  expect(await resolve(bin({ temporal: "--port" }), { cacheHome })).toEqual({ path: cached, from: "cache" });
});

test("it is downloaded once, whoever asks at the same time; progress tells how much has come, and only the program is kept", async () => {
  const cacheHome = tempDir();
  const content = archive();
  let goOn: () => void = () => {};
  const until = new Promise<void>((resolved) => (goOn = resolved));
  const server = await startFileServer(content, { hold: { after: content.length / 2, until } });
  const lines: string[] = [];
  const release = { url: server.url, sha256: sha256(content) };
  const both = [0, 1].map(() => resolve("", { cacheHome, release, onProgress: (line) => void lines.push(line) }));
  await eventually(() => lines.some((line) => line.startsWith("Waiting for process")));
  await eventually(() => lines.some((line) => /: 0\.\d of 0\.\d MB \((49|50) %\), about \d+ s left$/.test(line)));
  goOn();
  const found = await Promise.all(both);
  expect(found.map(({ from }) => from).sort()).toEqual(["cache", "download"]);
  expect(await probeTemporal(join(cacheHome, "tempograph", "temporal-1.8.2"))).toBe("1.8.2");
  expect(readdirSync(join(cacheHome, "tempograph"))).toEqual(["temporal-1.8.2"]);
  expect(server.ranges).toHaveLength(1);
});

test("a file that is not a Temporal CLI or has another checksum is never kept", async () => {
  const content = archive("#!/bin/sh\nexit 1\n");
  const { url } = await startFileServer(content);
  const cacheHome = tempDir();
  await expect(resolve("", { cacheHome, release: { url, sha256: sha256(content) } })).rejects.toThrow(
    /downloading it failed: the archive holds no Temporal CLI/,
  );
  await expect(resolve("", { cacheHome, release: { url, sha256: "00" } })).rejects.toThrow(/has the checksum/);
  expect(readdirSync(join(cacheHome, "tempograph"))).toEqual([]);
});

/** Compiles two packages of three; waits in between until the file is there. */
const GO = (goOn: string): string => `#!/bin/sh
PATH="${process.env["PATH"]}"
case "$1" in
  version) echo "go version go1.26.0 linux/amd64" ;;
  list) echo "go: downloading a.example/b v1.0.0" >&2; printf 'false\\tfmt\\t/\\t\\ntrue\\ta.example/b/c\\t/\\t\\ntrue\\ta.example/b/d\\t/\\t\\n' ;;
  build)
    echo a.example/b/c >&2
    while [ ! -e "${goOn}" ]; do sleep 0.05; done
    echo a.example/b/d >&2
    while [ "$1" != -o ]; do shift; done
    printf '${CLI.replaceAll("\n", "\\n")}' > "$2"; chmod +x "$2" ;;
esac
`;

test("where nothing can be downloaded it is built with Go, and progress counts packages", async () => {
  const goOn = join(tempDir(), "go-on");
  const lines: string[] = [];
  const building = resolve(bin({ go: GO(goOn) }), {
    release: { url: "http://127.0.0.1:9/", sha256: "" },
    onProgress: (line) => void lines.push(line),
  });
  await eventually(() => lines.some((line) => /: 2 of 3 packages, about \d+ s left$/.test(line)));
  writeFileSync(goOn, "");
  expect((await building).from).toBe("build");
  expect(lines.some((line) => line.includes("downloading it failed: 127.0.0.1:9"))).toBe(true);
});

test("when nothing works, the error tells why each way failed and what to do", async () => {
  const failure = await resolve(bin({ temporal: "--port", go: "go version go1.20.1 linux/amd64" })).catch(
    (e: unknown) => e,
  );
  expect(failure).toBeInstanceOf(TemporalNotFoundError);
  const { message } = failure as Error;
  expect(message).toMatch(/too old/);
  expect(message).toMatch(/it is not downloaded: not here/);
  expect(message).toMatch(/Go 1\.20 is older than 1\.21/);
  expect(message).toMatch(/TEMPORAL_ADDRESS=host:port/);
  expect(message).toMatch(/docs\/errors\/TEMPORAL_NOT_FOUND\.md/);
});

test("the error of a failed build contains Go's own output", async () => {
  const go = "go version go1.26.0 linux/amd64";
  const failure = await resolve(bin({ go })).catch((e: unknown) => e);
  // This go does nothing but print its version, so no binary comes out.
  expect((failure as Error).message).toMatch(/building it failed: the built binary does not run/);
});

test("a cache folder that cannot be written is an error with its hint", async () => {
  const file = join(tempDir(), "a-file");
  writeFileSync(file, "");
  const failure = (await resolve("", { cacheHome: file }).catch((e: unknown) => e)) as StartError;
  expect(failure).toBeInstanceOf(StartError);
  expect(failure).toMatchObject({ code: "CACHE_NOT_WRITABLE", hint: expect.stringContaining("XDG_CACHE_HOME") });
  expect(failure.message).toContain(file);
});

test("the cache is in XDG_CACHE_HOME, else in the home folder, whoever knows it; without one it is an error", () => {
  const account = (): string => "/home/node";
  expect(temporalCacheDir({ XDG_CACHE_HOME: "/cache", HOME: "/home/node" })).toBe("/cache/tempograph");
  expect(temporalCacheDir({ XDG_CACHE_HOME: "relative", HOME: "/home/node" })).toBe("/home/node/.cache/tempograph");
  expect(temporalCacheDir({ HOME: "" }, account)).toBe("/home/node/.cache/tempograph");
  const nobody = (): string => {
    throw new Error("no such user");
  };
  expect(() => temporalCacheDir({}, nobody)).toThrow(expect.objectContaining({ code: "HOME_UNKNOWN" }));
});

test("the archive is the official one of the pinned version, or that of another server", () => {
  const file = "v1.8.2/temporal_cli_1.8.2_linux_amd64.tar.gz";
  expect(temporalRelease({}, "linux", "x64")).toMatchObject({
    url: expect.stringMatching(new RegExp(`^https://.*/${file}$`)),
  });
  const env = { TEMPOGRAPH_TEMPORAL_DOWNLOAD: "http://127.0.0.1:1/cli/" };
  expect(temporalRelease(env, "linux", "x64")).toMatchObject({ url: `http://127.0.0.1:1/cli/${file}` });
  expect(temporalRelease({ TEMPOGRAPH_TEMPORAL_DOWNLOAD: "off" })).toMatch(/is off/);
  expect(temporalRelease({}, "aix", "ppc64")).toMatch(/no release for aix on ppc64/);
  const module = readFileSync(new URL("../../../../tools/temporal/go.mod", import.meta.url), "utf8");
  expect(module).toContain("github.com/temporalio/cli v1.8.2");
});
