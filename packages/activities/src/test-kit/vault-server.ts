import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { startTestServer } from "./test-server.ts";

export interface TestVault {
  readonly address: URL;
  readonly rootToken: string;
  readonly isReal: boolean;
  /** Calls the HTTP API. */
  call(method: string, path: string, body?: object, token?: string): Promise<{ status: number; json: unknown }>;
  close(): Promise<void>;
}

/**
 * Starts a Vault: a real one where `TEMPOGRAPH_TEST_VAULT` names a program that prints `{ "address", "token" }` (tools/vault builds it),
 * else a server that gives the answers which Vault's documentation describes. The tests are the same for both.
 */
export async function startVault(): Promise<TestVault> {
  const program = process.env["TEMPOGRAPH_TEST_VAULT"];
  const { address, rootToken, close } = program === undefined ? await startDocumented() : await startProgram(program);
  return {
    address,
    rootToken,
    isReal: program !== undefined,
    close,
    async call(method, path, body, token = rootToken) {
      const response = await fetch(new URL(`/v1/${path}`, address), {
        method,
        headers: { "x-vault-token": token },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, json: text === "" ? undefined : (JSON.parse(text) as unknown) };
    },
  };
}

type Started = Pick<TestVault, "address" | "rootToken" | "close">;

async function startProgram(program: string): Promise<Started> {
  const child = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(() => Promise.reject(new Error("Vault ended"))),
  ])) as [string];
  const { address, token } = JSON.parse(line) as { address: string; token: string };
  return {
    address: new URL(address),
    rootToken: token,
    async close() {
      child.kill();
      await exited;
    },
  };
}

/** The part of Vault's HTTP API that the tests use: mounts, KV version 2, policies with one path, AppRole, revocation. */
async function startDocumented(): Promise<Started> {
  const secrets = new Map<string, object | null>();
  const policies = new Map<string, string>();
  const roles = new Map<string, readonly string[]>();
  const tokens = new Map<string, readonly string[]>([["root", ["root"]]]);
  const secretIds = new Map<string, string>();

  const mayRead = (token: string, path: string) =>
    tokens
      .get(token)!
      .some((name) => name === "root" || (policies.has(name) && path.startsWith(policies.get(name)!.replace("*", ""))));

  const answer = (method: string, path: string, token: string, body: unknown): [number, object?] => {
    const [first, second, ...rest] = path.split("/");
    if (path === "auth/approle/login") {
      const { role_id: role, secret_id: id } = body as { role_id: string; secret_id: string };
      if (secretIds.get(id) !== role) return [400, { errors: ["invalid role or secret ID"] }];
      const made = `hvs.${randomUUID()}`;
      tokens.set(made, roles.get(role)!);
      return [200, { auth: { client_token: made, lease_duration: 2_764_800, renewable: true } }];
    }
    if (!tokens.has(token)) return [403, { errors: ["permission denied"] }];
    if (second === "data") {
      if (!mayRead(token, path)) return [403, { errors: ["1 error occurred:\n\t* permission denied\n\n"] }];
      const key = rest.join("/");
      if (method === "GET") {
        const data = secrets.get(key);
        if (data === undefined) return [404, { errors: [] }];
        return [data === null ? 404 : 200, { data: { data, metadata: { version: 1, destroyed: false } } }];
      }
      secrets.set(key, method === "DELETE" ? null : (body as { data: object }).data);
      return [204];
    }
    if (first === "sys" && second === "policies") {
      const path = /path "([^"]+)"/.exec((body as { policy: string }).policy)![1]!;
      policies.set(rest.at(-1)!, path);
    }
    if (path.startsWith("auth/approle/role/")) {
      const role = rest[1]!;
      if (path.endsWith("/role-id")) return [200, { data: { role_id: role } }];
      if (path.endsWith("/secret-id")) {
        secretIds.set(`id-${role}`, role);
        return [200, { data: { secret_id: `id-${role}` } }];
      }
      roles.set(role, (body as { token_policies: string[] }).token_policies);
    }
    if (path === "auth/token/revoke") tokens.delete((body as { token: string }).token);
    return [204];
  };

  const server = await startTestServer(({ method, url, headers, body }, response) => {
    const token = String(headers["x-vault-token"] ?? "");
    const [status, json] = answer(method, url.slice("/v1/".length), token, body === "" ? {} : JSON.parse(body));
    response.writeHead(status, { "content-type": "application/json" }).end(json && JSON.stringify(json));
  });
  return { address: new URL(server.url), rootToken: "root", close: () => server.close() };
}
