import { countRows, rowsWithinBytes, type AuditEntry, type FittingRows, type PageRequest } from "@tempograph/db";
import { jsonSize, type Json } from "@tempograph/graph";
import type { z } from "zod";
import { callerKey, type Principal } from "../access/principal.ts";
import { may } from "../access/roles.ts";
import { ok, orRefused, refuse, type AppError, type Result } from "../app/app-error.ts";
import { forbidden } from "../app/audit/forbidden.ts";
import { auditInput } from "../app/audit/audit-input.ts";
import type { AnyList, AnyOperation, Context, ListOperation, Operation } from "./operation.ts";

/**
 * Performs an operation for a caller. GraphQL and REST both use this function. It checks the caller's roles first. An audited
 * operation is written into the audit log before it is carried out, so that nothing happens without a record; its outcome is added
 * afterwards, as a row of its own. If the process dies in between, there is no outcome.
 */
export async function perform<Input extends z.ZodObject, Value>(
  operation: Operation<Input, Value>,
  context: Context,
  input: z.output<Input>,
): Promise<Result<Value>> {
  const { deps, caller } = context;
  const { name, permission, audit } = operation;
  if (!may(caller, permission)) return refuse(await refuseForbidden(operation, context, input));
  if (!audit) return await run(operation, context, input);
  const row = await deps.audit.begin(auditEntry(name, caller, input));
  const end = (outcome: string, target?: string) => deps.audit.end({ id: row, outcome, target }).catch(() => undefined);
  try {
    const result = await run(operation, context, input);
    const made = result.ok && audit !== true ? audit.made(result.value) : undefined;
    await end(result.ok ? "ok" : result.error.code, made);
    return result;
  } catch (error) {
    await end("INTERNAL");
    throw error;
  }
}

/**
 * Refuses an operation for the caller's roles. If the operation is audited, the attempt is recorded, which costs more than most requests: so a
 * caller whose attempts are too many in a minute has to wait (I14).
 */
export async function refuseForbidden(
  operation: AnyOperation | AnyList,
  { deps, caller }: Context,
  input: unknown,
): Promise<AppError> {
  if (operation.kind !== "list" && operation.audit) {
    const exceeded = await deps.limiter.count("refusals", callerKey(caller));
    if (exceeded)
      return {
        code: "TOO_MANY_REQUESTS",
        message: "This token has asked too often for what its roles do not allow.",
        hint: forbidden(caller, operation.permission).hint!,
        retryAfterS: exceeded.retryAfter,
      };
    await deps.audit.begin({ ...auditEntry(operation.name, caller, input), outcome: "FORBIDDEN" });
  }
  return forbidden(caller, operation.permission);
}

function auditEntry(action: string, { name, roles }: Principal, input: unknown): AuditEntry {
  const { target, rest } = auditInput(input);
  return { actor: name, actorRoles: roles, action, target, input: rest };
}

async function run<Input extends z.ZodObject, Value>(
  operation: Operation<Input, Value>,
  context: Context,
  input: z.output<Input>,
): Promise<Result<Value>> {
  return await orRefused(async () =>
    operation.kind === "subscription"
      ? ((await runSubscription(operation as never, context, input)) as Result<Value>)
      : await operation.run(context, input),
  );
}

/** Counts the subscription as open until its updates end or the subscriber leaves. */
async function runSubscription<Input extends z.ZodObject, Update>(
  operation: Operation<Input, AsyncGenerator<Update>>,
  context: Context,
  input: z.output<Input>,
): Promise<Result<AsyncGenerator<Update>>> {
  const free = context.deps.limiter.open("subscriptions", callerKey(context.caller));
  if (free === undefined)
    return refuse({
      code: "TOO_MANY_REQUESTS",
      message: "This token has too many subscriptions open.",
      hint: "Close subscriptions that nobody looks at, or follow a list in place of each execution. Whoever runs the API raises TEMPOGRAPH_LIMIT_SUBSCRIPTIONS.",
      retryAfterS: 5,
    });
  const left = new AbortController();
  const end = (): void => {
    left.abort();
    free();
  };
  // GraphQL drops a subscription whose subscriber leaves before it has begun, and does not end it.
  if (context.left?.aborted === true) end();
  else context.left?.addEventListener("abort", end, { once: true });
  try {
    const result = await operation.run({ ...context, left: left.signal }, input);
    if (result.ok) return ok(endingWith(result.value, end));
    end();
    return result;
  } catch (error) {
    end();
    throw error;
  }
}

/** The same updates; calls `end` when they end and when the subscriber leaves, even if nobody has begun to read them. */
function endingWith<Update>(updates: AsyncGenerator<Update>, end: () => void): AsyncGenerator<Update> {
  const step = async (next: Promise<IteratorResult<Update>>): Promise<IteratorResult<Update>> => {
    try {
      const result = await next;
      if (result.done === true) end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  };
  const leave = (): Promise<IteratorResult<Update>> => {
    end();
    return updates.return(undefined);
  };
  return {
    next: () => step(updates.next()),
    return: leave,
    throw: (error) => step(updates.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await leave()),
  };
}

/** The greatest value of `totalCount`. */
export const MOST_COUNTED = 10_000;

export interface ListRequest extends PageRequest {
  readonly oldestFirst?: boolean | undefined;
}

/** Reads one page of a list in the requested order. It can be shorter than requested, because large rows are left out. */
export async function performList<Input extends z.ZodObject, Row>(
  list: ListOperation<Input, Row>,
  context: Context,
  input: z.output<Input>,
  { oldestFirst = false, ...page }: ListRequest,
): Promise<Result<FittingRows<Row>>> {
  const { deps, caller } = context;
  if (!may(caller, list.permission)) return refuse(forbidden(caller, list.permission));
  const { after, before, backward = false, limit } = page;
  // The oldest first: read the same list from its other end.
  const asked = oldestFirst ? { limit, after: before, before: after, backward: !backward } : page;
  return await orRefused(async () => {
    const found = await rowsWithinBytes(deps.db, list.large ?? [], (db) =>
      list.rows({ ...context, deps: { ...deps, db } }, input, asked),
    );
    if (list.show === undefined) return ok(found);
    const rows = await list.show(found.rows, context, input);
    // Short references have become large values.
    return ok({ ...found, rows, bytes: found.bytes + jsonSize(rows as readonly Json[] as Json, Infinity) });
  });
}

/** Counts the rows of a list up to `MOST_COUNTED`. A greater length is only reported as such. */
export async function countList<Input extends z.ZodObject, Row>(
  list: ListOperation<Input, Row>,
  context: Context,
  input: z.output<Input>,
): Promise<Result<{ readonly totalCount: number; readonly totalCountCapped: boolean }>> {
  const { deps } = context;
  return await orRefused(async () => {
    const found = await countRows(
      deps.db,
      (db, page) => list.rows({ ...context, deps: { ...deps, db } }, input, page),
      MOST_COUNTED + 1,
    );
    return ok({ totalCount: Math.min(found, MOST_COUNTED), totalCountCapped: found > MOST_COUNTED });
  });
}
