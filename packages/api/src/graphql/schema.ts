import { lexicographicSortSchema, printSchema, type GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import { guardFields } from "./guard-fields.ts";
import "./scalars.ts";
import "./errors.ts";
import "./answer-types.ts";
import "./workflow.ts";
import "./event.ts";
import "./event-outcome.ts";
import "./execution.ts";
import "./execution-events.ts";
import "./step.ts";
import "./bulk.ts";
import "./approvals.ts";
import "./node-type.ts";
import "./operation-fields.ts";

/** One schema for the process. */
export const schema: GraphQLSchema = guardFields(builder.toSchema());

/** The text of `schema.graphql`. */
export function printSdl(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
