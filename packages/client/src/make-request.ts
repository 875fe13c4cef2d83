import type { Route } from "./route.ts";

/** A request of an operation, before it is sent. */
export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether it may be sent again when it is not known whether the server has carried it out. */
  readonly repeatable: boolean;
}

export interface Target {
  /** Where the API is, such as `http://127.0.0.1:4000`. It may have a path, behind a proxy. */
  readonly url: string;
  readonly token?: string | undefined;
  readonly project?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Puts each field of an operation's input where REST expects it: into the path, the query, a header or the body. */
export function makeRequest({ method, path, kind, query, body: whole, key }: Route, target: Target, input: Fields) {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const take = (name: string): unknown => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = take(name);
    if (value === undefined || value === null || value === "")
      throw new TypeError(`The input has no \`${name}\`, which is a part of the path ${path}.`);
    return encodeURIComponent(asText(value));
  });
  const parameters = new URLSearchParams();
  for (const name of query ?? []) {
    const value = take(name);
    if (value !== undefined && value !== null) parameters.set(inSnakeCase(name), asText(value));
  }
  // A key of our own lets a mutation be sent again after the connection broke: the API carries it out once (I1, I2).
  const idempotencyKey = key === true ? (take("idempotencyKey") ?? newKey()) : undefined;
  const content = whole === undefined ? Object.fromEntries(rest) : rest.get(whole);
  const sendsBody = method !== "GET" && (whole !== undefined || rest.size > 0);
  if (!sendsBody && rest.size > 0)
    throw new TypeError(`The operation takes no field \`${[...rest.keys()].join("`, `")}\`.`);
  const search = parameters.size === 0 ? "" : `?${parameters.toString()}`;
  const request: PreparedRequest = {
    method,
    url: `${target.url.replace(/\/+$/, "")}${filled}${search}`,
    headers: {
      ...(target.token !== undefined && { authorization: `Bearer ${target.token}` }),
      ...(target.project !== undefined && { "tempograph-project": target.project }),
      ...(sendsBody && { "content-type": "application/json" }),
      ...(idempotencyKey !== undefined && idempotencyKey !== null && { "idempotency-key": asText(idempotencyKey) }),
    },
    ...(sendsBody && { body: JSON.stringify(content ?? null) }),
    repeatable: kind !== "mutation" || key === true,
  };
  return request;
}

/** Random bytes as a text. `crypto.randomUUID` is missing in pages that are served without TLS. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(asText).join(",") : String(value);
}

function inSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
