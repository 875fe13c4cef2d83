import type { z } from "zod";
import { inputSchemaOf } from "../define/json-schema.ts";
import { schemaProblems } from "../define/schema-problems.ts";
import type { ConnectionSpec, ConnectionType } from "./connection-type.ts";
import { hasNestedSecret, secretFieldsOf } from "./secret-field.ts";

/**
 * Defines a type of connections: named credentials that steps use without knowing them.
 *
 *     export const acme = defineConnection({
 *       type: "acme.crm",
 *       title: "Acme CRM",
 *       fields: z.object({ token: secretField(z.string().min(1)) }),
 *       hosts: () => ["api.acme.com"],
 *       authorize: ({ headers }, { token }) => headers.set("Authorization", `Bearer ${token}`),
 *     });
 *
 * @throws TypeError that names everything that is wrong with the definition, with hints
 */
export function defineConnection<Fields extends z.ZodObject>(spec: ConnectionSpec<Fields>): ConnectionType<Fields> {
  const problems = [...nameProblems(spec), ...functionProblems(spec), ...fieldProblems(spec)];
  if (problems.length > 0) throw new TypeError(`defineConnection(${JSON.stringify(spec.type)}): ${problems.join(" ")}`);
  const schema = inputSchemaOf(spec.fields);
  return Object.freeze({
    ...spec,
    description: spec.description ?? "",
    schema,
    secretFields: Object.freeze(secretFieldsOf(schema)),
  });
}

function nameProblems({ type, title }: ConnectionSpec<z.ZodObject>): string[] {
  const isName = typeof type === "string" && type.length <= 64 && /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/.test(type);
  return [
    ...(isName
      ? []
      : [
          `\`type\` is ${JSON.stringify(type)}: use words of lower-case letters, digits and "_" with dots between them, such as "acme.crm".`,
        ]),
    ...(typeof title === "string" && title.trim() !== ""
      ? []
      : ["`title` is missing: people see it when they choose a type."]),
  ];
}

function functionProblems(spec: ConnectionSpec<z.ZodObject>): string[] {
  const { authorize, refused, hosts, test, signIn } = spec;
  const functions = {
    authorize,
    refused,
    hosts,
    test,
    ...(signIn && { "signIn.page": signIn.page, "signIn.finish": signIn.finish }),
  };
  const optional = new Set(["authorize", "refused", "hosts", "test"]);
  return Object.entries(functions)
    .filter(([name, each]) => typeof each !== "function" && !(each === undefined && optional.has(name)))
    .map(([name]) => `\`${name}\` is no function.`);
}

function fieldProblems({ fields }: ConnectionSpec<z.ZodObject>): string[] {
  const problems = schemaProblems("fields", fields, () => inputSchemaOf(fields), true);
  if (problems.length > 0) return problems;
  const schema = inputSchemaOf(fields);
  if (hasNestedSecret(schema))
    return [
      "`fields` marks a secret inside another field: make it a field of its own, because fields are encrypted one by one.",
    ];
  return secretFieldsOf(schema).length > 0
    ? []
    : ["`fields` marks no secret: mark at least one field with secretField(…), or use the pack's configuration."];
}
