import {
  deleteConnection,
  findConnections,
  findStepConnection,
  findWorkflows,
  insertConnection,
  listConnectionTypes,
  lockConnection,
  newId,
  openSecrets,
  sealSecrets,
  updateConnection,
  type ConnectionPlace,
  type ConnectionRecord,
  type ConnectionRights,
  type Credentials,
  type Database,
} from "@tempograph/db";
import type { ConnectionTypeManifest, JsonObject } from "@tempograph/graph";
import { isDeepStrictEqual } from "node:util";
import { invalidInput, notFound, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { MAX_DESCRIPTION_LENGTH, checkText, firstError } from "../../app/check-text.ts";
import { checkConnectionName, isNarrower, readNarrowing, splitFields } from "../../app/connections/check-connection.ts";
import { checkHookSecrets } from "../../app/connections/check-hook-secrets.ts";
import { input, optional, text, whole } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import {
  connectionId,
  connectionPayload,
  connectionRest,
  fieldValues,
  rights,
  unknownConnection,
} from "./connection-input.ts";
import { findConnection, findUsages } from "./read.ts";

export const connectionCreate = defineOperation({
  name: "connectionCreate",
  kind: "mutation",
  permission: "connections",
  summary: "Make a connection",
  description:
    "Makes a connection: named credentials that nodes use without knowing them. Its secrets are encrypted before they are stored, and nobody can read them through the API. Sending the same request again makes one connection.",
  input: input("ConnectionCreateInput", "A new connection.", {
    name: text(
      "The name that nodes write into `data.connection`: 1 to 100 letters, digits, and _ . -. It cannot be changed.",
    ),
    type: text("Its type, such as `http.bearer`."),
    fields: fieldValues("The fields, secret ones included."),
    ...rights,
  }),
  errors: ["validation", "notFound", "conflict"],
  audit: { made: ({ id }: ConnectionRecord) => id },
  idempotency: "name",
  result: connectionPayload("ConnectionCreatePayload", "The new connection."),
  rest: {
    method: "POST",
    path: "/connections",
    tag: "system",
    status: 201,
    answer: connectionRest,
    location: ({ id }) => `/connections/${id}`,
    example: {
      name: "crm",
      type: "http.bearer",
      fields: { token: "…", testUrl: "https://api.example.com/me" },
      allowedHosts: ["api.example.com"],
    },
  },
  async run(context, given) {
    const { deps, caller } = context;
    const { name, type: typeName, fields } = given;
    const error = firstError(checkConnectionName(name), checkDescription(given.description));
    if (error) return refuse(error);
    const type = await findType(deps.db, typeName);
    if (type === undefined) return refuse(unknownType(typeName));
    const { allowedHosts = needsHosts(type) ? [] : ["*"], usableBy = ["*"] } = withoutNulls(given);
    const hosts = readNarrowing("allowedHosts", allowedHosts);
    if (!hosts.ok) return hosts;
    if (hosts.value?.length === 0 && needsHosts(type)) return refuse(hostsMissing(type));
    const workflows = await readWorkflows(deps.db, usableBy);
    if (!workflows.ok) return workflows;
    const place = { id: newId("con"), project: caller.project };
    const credentials = credentialsOf(context, place, fields, type);
    if (!credentials.ok) return credentials;
    const row = { ...place, name, type: typeName, createdBy: caller.name };
    const content = { description: given.description ?? null, allowedHosts: hosts.value, usableBy: workflows.value };
    const made = await insertConnection(deps.db, row, content, credentials.value);
    if (made !== undefined) return ok(made);
    const [known] = await findConnections(deps.db, caller.project, "name", [name]);
    const isSame = known && (await isRepetition(context, known, { ...row, ...content }, credentials.value));
    return isSame ? ok(known) : refuse(nameTaken(name));
  },
});

export const connectionUpdate = defineOperation({
  name: "connectionUpdate",
  kind: "mutation",
  permission: "connections",
  summary: "Change a connection",
  description:
    "Changes a connection; absent fields of the input stay unchanged. `fields` replaces all fields of the connection, secret ones included. Whoever lets the credentials reach more hosts or workflows has to send `fields` as well, because only somebody who knows the secrets may do that. Running executions use the change at their next attempt.",
  input: input("ConnectionUpdateInput", "What to change of a connection.", {
    id: connectionId,
    revision: optional(whole("The revision that was read. If the connection has another one, the call is refused.")),
    fields: optional(fieldValues("All fields, secret ones included.")),
    ...rights,
  }),
  errors: ["validation", "notFound", "conflict"],
  audit: true,
  result: connectionPayload("ConnectionUpdatePayload", "The connection as it is now."),
  rest: {
    method: "PUT",
    path: "/connections/:id",
    tag: "system",
    answer: connectionRest,
    example: { allowedHosts: ["api.example.com"] },
  },
  async run(context, given) {
    const { deps, caller } = context;
    const error = checkDescription(given.description);
    if (error) return refuse(error);
    const before = await findConnection(context, given.id);
    if (before === undefined) return refuse(unknownConnection(given.id));
    if (given.revision != null && given.revision !== before.revision) return refuse(stale(before));
    const { allowedHosts, usableBy, fields } = withoutNulls(given);
    const hosts = allowedHosts === undefined ? ok(before.allowedHosts) : readNarrowing("allowedHosts", allowedHosts);
    if (!hosts.ok) return hosts;
    const workflows = usableBy === undefined ? ok(before.usableBy) : await readWorkflows(deps.db, usableBy);
    if (!workflows.ok) return workflows;
    if (
      fields === undefined &&
      !(isNarrower(hosts.value, before.allowedHosts) && isNarrower(workflows.value, before.usableBy))
    )
      return refuse(secretsNeeded(isNarrower(hosts.value, before.allowedHosts) ? "/usableBy" : "/allowedHosts"));
    const type = await findType(deps.db, before.type);
    if (fields !== undefined && type === undefined) return refuse({ ...unknownType(before.type), path: "/id" });
    if (type !== undefined && hosts.value?.length === 0 && needsHosts(type)) return refuse(hostsMissing(type));
    const credentials = fields === undefined ? ok(undefined) : credentialsOf(context, before, fields, type!);
    if (!credentials.ok) return credentials;
    const description = given.description === undefined ? before.description : given.description;
    const content = { description, allowedHosts: hosts.value, usableBy: workflows.value };
    return await deps.db.transaction().execute(async (tx): Promise<Result<ConnectionRecord>> => {
      // Whoever publishes a webhook with this connection at the same time waits, or is waited for.
      await lockConnection(tx, before);
      const unfit = credentials.value && (await checkHookSecrets(tx, before, credentials.value.opened));
      if (unfit !== undefined) return refuse(unfit);
      const after = await updateConnection(tx, before, caller.name, content, credentials.value);
      return after === undefined ? refuse(stale(before)) : ok(after);
    });
  },
});

export const connectionDelete = defineOperation({
  name: "connectionDelete",
  kind: "mutation",
  permission: "connections",
  summary: "Delete a connection",
  description:
    "Deletes a connection with its secrets. Refused while the published version of a workflow names it. Steps of older versions that still run fail at their next attempt.",
  input: input("ConnectionDeleteInput", "Which connection to delete.", { id: connectionId }),
  errors: ["notFound", "conflict"],
  audit: true,
  result: connectionPayload("ConnectionDeletePayload", "The connection as it was."),
  rest: { method: "DELETE", path: "/connections/:id", tag: "system", status: 204 },
  async run({ deps, caller: { project } }, { id }) {
    return await deps.db.transaction().execute(async (tx): Promise<Result<ConnectionRecord>> => {
      const found = await lockConnection(tx, { project, id });
      if (found === undefined) return refuse(unknownConnection(id));
      const [usage] = await findUsages(tx, found, 1);
      if (usage !== undefined && usage.version !== null) return refuse(inUse(found, usage.workflowName));
      await deleteConnection(tx, found);
      return ok(found);
    });
  },
});

/** Whether the caller has sent this request before, and nobody has changed the connection since. Names are unique, so it needs no key. */
async function isRepetition(
  { deps: { db, masterKeys } }: Context,
  known: ConnectionRecord,
  sent: ConnectionPlace & ConnectionRights & Pick<ConnectionRecord, "name" | "type" | "createdBy">,
  { fields, ...sealed }: Credentials,
): Promise<boolean> {
  const stored = await findStepConnection(db, known, known.name);
  if (stored?.id !== known.id || known.revision !== 1) return false;
  const contentOf = ({ name, type, createdBy, description, allowedHosts, usableBy }: typeof sent) => ({
    name,
    type,
    createdBy,
    description,
    allowedHosts,
    usableBy,
  });
  const both = [
    [contentOf(known), known.fields, openSecrets(masterKeys, known, stored)],
    [contentOf(sent), fields, openSecrets(masterKeys, sent, sealed)],
  ];
  return isDeepStrictEqual(both[0], both[1]);
}

function credentialsOf(
  { deps: { masterKeys }, caller }: Context,
  place: ConnectionPlace,
  given: unknown,
  type: ConnectionTypeManifest,
): Result<Credentials & { readonly opened: JsonObject }> {
  const split = splitFields(given, type, caller);
  if (!split.ok) return split;
  const { fields, secrets } = split.value;
  return ok({
    fields,
    secretFields: Object.keys(secrets),
    ...sealSecrets(masterKeys, place, secrets),
    opened: secrets,
  });
}

async function findType(db: Database, type: string): Promise<ConnectionTypeManifest | undefined> {
  return (await listConnectionTypes(db)).find((each) => each.type === type);
}

/** Whether its connections have to say to which hosts they may be sent: otherwise a workflow could send them anywhere. */
function needsHosts({ authorizes, namesHosts }: ConnectionTypeManifest): boolean {
  return authorizes && !namesHosts;
}

async function readWorkflows(db: Database, ids: readonly string[]): Promise<Result<readonly string[] | null>> {
  const read = readNarrowing("usableBy", ids);
  if (!read.ok || read.value === null) return read;
  const known = new Set((await findWorkflows(db, read.value)).map(({ id }) => id));
  const missing = read.value.findIndex((id) => !known.has(id));
  return missing === -1
    ? read
    : refuse(
        invalidInput(`/usableBy/${String(missing)}`, "There is no such workflow.", "Look the id up in `workflows`."),
      );
}

/** GraphQL passes null for a field that a client leaves without a value. */
function withoutNulls<
  T extends { allowedHosts?: readonly string[] | null; usableBy?: readonly string[] | null; fields?: unknown },
>(given: T) {
  return {
    allowedHosts: given.allowedHosts ?? undefined,
    usableBy: given.usableBy ?? undefined,
    fields: given.fields ?? undefined,
  };
}

function checkDescription(description: string | null | undefined): AppError | undefined {
  return checkText(description ?? "", "/description", { least: 0, most: MAX_DESCRIPTION_LENGTH });
}

function hostsMissing({ type }: ConnectionTypeManifest): AppError {
  return invalidInput(
    "/allowedHosts",
    `A connection of the type ${type} has to say to which hosts its credentials may be sent.`,
    'Send the hosts of the service, such as ["api.example.com"]; ["*"] lets every workflow send them anywhere.',
  );
}

function secretsNeeded(path: string): AppError {
  return {
    code: "CONNECTION_SECRETS_NEEDED",
    message: "The credentials would reach more than before, which only somebody who knows them may allow.",
    path,
    hint: "Send `fields` as well, with all secrets.",
  };
}

function unknownType(type: string): AppError {
  return notFound(
    "connection type",
    type,
    "Look it up in `connectionTypes`. The types of a node pack are listed when a worker with the pack has started.",
    "/type",
  );
}

function nameTaken(name: string): AppError {
  return {
    code: "CONNECTION_EXISTS",
    message: `There is a connection named ${name}.`,
    path: "/name",
    hint: "Change that one with `connectionUpdate`, or choose another name.",
  };
}

function stale({ name }: ConnectionRecord): AppError {
  return {
    code: "REVISION_CONFLICT",
    message: `Somebody else has changed the connection ${name} in the meantime.`,
    path: "/revision",
    hint: "Read the connection again, and repeat the change.",
  };
}

function inUse({ name }: ConnectionRecord, workflow: string): AppError {
  return {
    code: "CONNECTION_IN_USE",
    message: `The published version of the workflow ${JSON.stringify(workflow)} names the connection ${name}.`,
    path: "/id",
    hint: "Publish a version without it, or archive the workflow; `connectionUsages` lists all nodes that name it.",
  };
}
