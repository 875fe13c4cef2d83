import {
  SchemaCheck,
  secretReferenceOf,
  type ConnectionTypeManifest,
  type JsonObject,
  type JsonSchema,
  type Problem,
  WEBHOOK_SECRET_TYPE,
} from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import { may } from "../../access/roles.ts";
import { invalidInput, ok, refuse, type AppError, type Result } from "../app-error.ts";
import { forbidden } from "../audit/forbidden.ts";
import { checkHosts } from "../check-hosts.ts";

/** The fields of a connection, apart from each other. */
export interface SplitFields {
  readonly fields: JsonObject;
  readonly secrets: JsonObject;
}

const MAX_FIELDS_BYTES = 64 * 1024;

/**
 * Checks the fields by the type's schema, and takes the secret ones apart. No error says a secret's value (I10).
 *
 * A caller without the permission `secretReferences` has to send the secrets themselves. Otherwise somebody who does not know a secret, but
 * where it is kept, could send it to a host of their own.
 */
export function splitFields(given: unknown, type: ConnectionTypeManifest, caller: Principal): Result<SplitFields> {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return refuse(
      invalidInput("/fields", "The fields are no JSON object.", `Send the fields of the type ${type.type}.`),
    );
  const all = given as JsonObject;
  if (Buffer.byteLength(JSON.stringify(all)) > MAX_FIELDS_BYTES)
    return refuse(invalidInput("/fields", "The fields are larger than 64 KiB.", "Leave out what is no credential."));
  const secret = new Set(type.secretFields);
  // A secret that is kept elsewhere: whether a worker may read it there, its next attempt says.
  const kept = Object.entries(all).filter(([name, value]) => secret.has(name) && isReference(value));
  const place = Object.entries(all).find(([name, value]) => secret.has(name) && secretReferenceOf(value) !== undefined);
  if (place !== undefined && type.type === WEBHOOK_SECRET_TYPE)
    return refuse(
      invalidInput(
        `/fields/${place[0]}`,
        "The secret of webhooks cannot be kept elsewhere: the API opens it for each request, and only workers read other places.",
        "Send the secret itself. It is stored encrypted.",
      ),
    );
  if (place !== undefined && !may(caller, "secretReferences"))
    return refuse({
      ...forbidden(caller, "secretReferences"),
      message: `The token of ${caller.name} may not write where a secret is kept, because its holder need not know the secret.`,
      path: `/fields/${place[0]}`,
    });
  if (place !== undefined && !isReference(place[1]))
    return refuse(
      invalidInput(
        `/fields/${place[0]}/from`,
        "No secret can be kept there.",
        "Write `env:` and a variable, `file:` and a file, or `vault:` and mount, path and field, such as `vault:secret/tempograph/main/crm#token`.",
      ),
    );
  const others = Object.fromEntries(Object.entries(all).filter((entry) => !kept.some(([name]) => name === entry[0])));
  const problems = new SchemaCheck(withoutRequired(type.fields, new Set(kept.map(([name]) => name))))
    .check(others, false)
    .map(({ path, message }): Problem => {
      const field = path.split("/")[1] ?? "";
      return {
        code: "INVALID_INPUT",
        severity: "error",
        path: `/fields${path}`,
        message: secret.has(field) ? "This secret does not have the form that the type asks for." : message,
        hint: `${description(type, field)}\`connectionTypes\` lists the fields of ${type.type}.`,
      };
    });
  const [first] = problems;
  if (first !== undefined) return refuse({ ...invalidInput(first.path, first.message, first.hint!), problems });
  const entries = Object.entries(all);
  return ok({
    fields: Object.fromEntries(entries.filter(([name]) => !secret.has(name))),
    secrets: Object.fromEntries(entries.filter(([name]) => secret.has(name))),
  });
}

/** What the type says about the field, so that the error of a pattern can be understood. */
function description({ fields }: ConnectionTypeManifest, field: string): string {
  const { properties } = fields as {
    readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  };
  const text = properties?.[field]?.description;
  return text === undefined ? "" : `${text} `;
}

const REFERENCE = /^(?:env|file|vault):[^\s\0]{1,500}$/;

/** Whether a field says where its secret is kept: `{ "from": "vault:secret/tempograph/main/crm#token" }`. */
function isReference(value: unknown): boolean {
  const reference = secretReferenceOf(value);
  return reference !== undefined && REFERENCE.test(reference);
}

function withoutRequired(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  if (typeof schema !== "object" || !Array.isArray(schema["required"])) return schema;
  return { ...schema, required: schema["required"].filter((name) => !names.has(String(name))) };
}

const CONNECTION_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

export function checkConnectionName(name: string): AppError | undefined {
  if (CONNECTION_NAME.test(name)) return undefined;
  return invalidInput("/name", "This cannot be the name of a connection.", "Use 1 to 100 letters, digits, and _ . -.");
}

/** What stands for every host, or every workflow. */
const EVERY = "*";
const WORKFLOW_ID = /^wf_[\w-]{1,100}$/;
const MOST_ENTRIES = 100;

/** Reads a list that narrows a connection: null stands for everything, which callers write as `["*"]`. */
export function readNarrowing(
  field: "allowedHosts" | "usableBy",
  given: readonly string[],
): Result<readonly string[] | null> {
  if (given.length === 1 && given[0] === EVERY) return ok(null);
  if (given.length > MOST_ENTRIES)
    return refuse(invalidInput(`/${field}`, `The list has more than ${String(MOST_ENTRIES)} entries.`, "Shorten it."));
  if (field === "allowedHosts") {
    // Where a connection may go can name the scheme as well.
    const error = checkHosts(
      given.map((entry) => entry.replace(/^https?:\/\//i, "")),
      "/allowedHosts",
    );
    return error === undefined ? ok([...new Set(given.map((entry) => entry.toLowerCase()))]) : refuse(error);
  }
  const wrong = given.findIndex((entry) => !WORKFLOW_ID.test(entry));
  if (wrong === -1) return ok([...new Set(given)]);
  return refuse(
    invalidInput(
      `/usableBy/${String(wrong)}`,
      "This is no id of a workflow.",
      'Write ids such as "wf_…"; ["*"] alone stands for every workflow.',
    ),
  );
}

/** Whether a list allows nothing that the list before did not allow. Every host (null) does not stand for hosts without TLS. */
export function isNarrower(next: readonly string[] | null, before: readonly string[] | null): boolean {
  if (before === null) return next === null || !next.some((entry) => entry.startsWith("http://"));
  return next !== null && next.every((entry) => before.includes(entry));
}
