import { lexicographicSortSchema, printSchema, type GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import "./scalars.ts";
import "./errors.ts";
import "./workflow.ts";
import "./workflow-queries.ts";
import "./workflow-mutations.ts";
import "./event.ts";
import "./event-queries.ts";
import "./event-mutations.ts";
import "./execution.ts";
import "./execution-queries.ts";
import "./execution-mutations.ts";
import "./execution-events.ts";
import "./steering-mutations.ts";
import "./rerun-mutation.ts";
import "./bulk.ts";
import "./bulk-mutations.ts";
import "./approvals.ts";
import "./audit.ts";
import "./viewer.ts";
import "./step.ts";
import "./node-type.ts";
import "./expression-functions.ts";
import "./workflow-diff.ts";
import "./simulate.ts";
import "./run-node.ts";
import "./health.ts";

/** One schema for the process. */
export const schema: GraphQLSchema = builder.toSchema();

/** What `schema.graphql` holds. */
export function printSdl(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
