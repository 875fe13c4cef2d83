import { initContextCache } from "@pothos/core";
import { errorTypes } from "./refused-error.ts";
import { operations } from "../operations/registry.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { perform } from "../operations/perform.ts";
import type { AnyList, AnyOperation, GraphqlResult } from "../operations/operation.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import type { GraphqlContext } from "./context.ts";
import { createLoads } from "./loads.ts";
import { unwrap } from "./errors.ts";
import { inputFields, inputType } from "./zod-types.ts";
import { unwrapOrRequestError } from "./request-error.ts";

// Makes the fields of Query, Mutation and Subscription from the registry of operations.

// oxlint-disable-next-line typescript/no-explicit-any -- Pothos types fields by what is known when it compiles
type Fields = any;

const OPERATION_KINDS = { query: "queryField", mutation: "mutationField", subscription: "subscriptionField" } as const;

for (const operation of operations) {
  if (operation.kind === "list") {
    if (operation.within === undefined)
      builder.queryField(operation.name, (t) =>
        connectionField(t, operation, argumentsOf(t, operation), fromArguments),
      );
  } else if (operation.result !== undefined)
    builder[OPERATION_KINDS[operation.kind]](operation.name, (t: Fields) => fieldOf(t, operation));
}

function fieldOf(t: Fields, operation: AnyOperation) {
  const { kind, description, errors, errorsAsData, nullWhenMissing } = operation;
  const inUnion = kind === "mutation" || errorsAsData === true;
  const answer = inUnion ? unwrap : unwrapOrRequestError;
  const run = async (_root: unknown, args: Record<string, unknown>, context: GraphqlContext) => {
    const result = await perform(operation, context, (takesInput(operation) ? args["input"] : args) as never);
    if (nullWhenMissing === true && !result.ok && result.error.code === "NOT_FOUND") return null;
    return answer(result);
  };
  return t.field({
    ...resultOf(operation),
    description,
    args: argumentsOf(t, operation),
    ...(inUnion && { errors: { types: errors.map((category) => errorTypes[category]) } }),
    ...(kind === "subscription" ? { subscribe: run, resolve: afresh } : { resolve: run }),
  });
}

/**
 * All updates of a subscription share one context and so its dataloaders, which remember the rows that they have loaded. Each
 * update therefore gets fresh dataloaders. Otherwise the closing update would show the execution as it was at the first update,
 * still running.
 */
function afresh(update: unknown, _args: unknown, context: GraphqlContext): unknown {
  Object.assign(context, initContextCache(), { loads: createLoads() });
  return update;
}

function takesInput({ kind, arguments: style }: AnyOperation): boolean {
  return (style ?? (kind === "mutation" ? "input" : "fields")) === "input";
}

function argumentsOf(t: Fields, operation: AnyOperation | AnyList) {
  if (operation.kind !== "list" && takesInput(operation)) {
    const { description = "" } = graphqlMeta(operation.input);
    return { input: t.arg({ type: inputType(operation.input), required: true, description }) };
  }
  return Object.fromEntries(
    Object.entries(inputFields(operation.input)).map(([name, field]) => [name, t.arg(field as never)]),
  );
}

function fromArguments(_parent: unknown, args: Record<string, unknown>): Record<string, unknown> {
  return args;
}

function resultOf(operation: AnyOperation) {
  const result: GraphqlResult<unknown> = operation.result!;
  if ("type" in result) return typeNamed(result.type);
  const payload = builder.objectRef<unknown>(result.payload).implement({
    description: result.description,
    extensions: { access: operation.permission },
    fields: (t: Fields) =>
      Object.fromEntries(
        Object.entries(result.fields).map(([name, { type, description, from }]) => [
          name,
          t.field({
            ...typeNamed(type),
            description,
            resolve: (value: unknown, _args: unknown, context: GraphqlContext) => from(value, context),
          }),
        ]),
      ),
  });
  return { type: payload };
}

/** Reads a notation such as `[Problem]?`, a nullable list of a type. Pothos finds types by their names. */
function typeNamed(notation: string) {
  const nullable = notation.endsWith("?");
  const name = nullable ? notation.slice(0, -1) : notation;
  return { type: name.startsWith("[") ? [name.slice(1, -1)] : name, nullable };
}
