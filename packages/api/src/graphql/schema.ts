import { lexicographicSortSchema, printSchema, type GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import "./scalars.ts";
import "./errors.ts";
import "./problem.ts";
import "./workflow.ts";
import "./workflow-diff.ts";
import "./event.ts";
import "./execution.ts";
import "./execution-events.ts";
import "./history-event.ts";
import "./step.ts";
import "./step-log.ts";
import "./bulk.ts";
import "./approvals.ts";
import "./audit.ts";
import "./viewer.ts";
import "./node-type.ts";
import "./expression-functions.ts";
import "./simulate.ts";
import "./run-node.ts";
import "./health.ts";
import "./operation-fields.ts";

/** One schema for the process. */
export const schema: GraphQLSchema = builder.toSchema();

/** What `schema.graphql` holds. */
export function printSdl(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
