import { approvalPageKey, type ApprovalRecord, type AuditRecord } from "@tempograph/db";
import type { FastifyInstance } from "fastify";
import type { App } from "../app/app.ts";
import { approversOf, fieldOf } from "../app/approvals.ts";
import { BadRequest } from "../http/json-body.ts";
import { fromAppError } from "../http/problem-json.ts";
import { describe, pageQuery } from "./describe.ts";
import { readTime } from "./read-executions-filter.ts";
import { invalid, parameter, readPage, toPage, type Query } from "./read-request.ts";

/** Who calls, what waits for them, and who did what. */
export function accessRoutes(server: FastifyInstance): void {
  server.get("/viewer", {
    schema: describe({ tag: "system", summary: "Who calls, as the token says", answer: "`{ name, roles }`" }),
    handler: async ({ caller }) => caller,
  });

  server.get<{ Querystring: Query }>("/approvals", {
    schema: describe({
      tag: "executions",
      summary: "Approvals, those of the newest executions first",
      query: {
        ...pageQuery,
        status: "`waiting` or `decided`.",
        mine: "true: only those that the caller may decide.",
        workflow_id: "Of this workflow.",
        execution_id: "Of this execution.",
      },
    }),
    async handler({ query, app }) {
      const status = parameter(query, "status")?.toLowerCase() as "waiting" | "decided" | undefined;
      if (status !== undefined && status !== "waiting" && status !== "decided")
        throw invalid("status", "It is `waiting` or `decided`.", "Leave it out for both.");
      const mine = parameter(query, "mine");
      if (mine !== undefined && mine !== "true" && mine !== "false")
        throw invalid("mine", "It is true or false.", "Leave it out for all.");
      const filter = {
        status,
        mine: mine === "true",
        workflowId: parameter(query, "workflowId"),
        executionId: parameter(query, "executionId"),
      };
      return await toPage(
        readPage(query, "approval"),
        (page) => app.listApprovals(filter, page),
        approvalPageKey,
        approvalJson(app),
      );
    },
  });

  server.get<{ Querystring: Query }>("/audit", {
    schema: describe({
      tag: "system",
      summary: "Who did what, when; the newest first",
      description: "For admins.",
      query: {
        ...pageQuery,
        actor: "By this one.",
        action: "Of this mutation.",
        target: "About this id.",
        after: "At this moment or later; RFC 3339.",
        before: "Before this moment; RFC 3339.",
      },
    }),
    async handler({ query, app }) {
      const filter = {
        actor: parameter(query, "actor"),
        action: parameter(query, "action"),
        target: parameter(query, "target"),
        after: readTime(query, "after"),
        before: readTime(query, "before"),
      };
      return await toPage(
        readPage(query, "number"),
        async (page): Promise<readonly AuditRecord[]> => {
          const result = await app.listAudit(filter, page);
          if (!result.ok) throw new BadRequest(fromAppError(result.error));
          return result.value;
        },
        (entry) => entry.id,
        ({ id: _, ...entry }) => entry,
      );
    },
  });
}

const approvalJson = (app: App) => (approval: ApprovalRecord) => ({
  executionId: approval.executionId,
  path: approval.path,
  status: approval.status,
  title: fieldOf(approval.input, "title"),
  description: fieldOf(approval.input, "description"),
  form: fieldOf(approval.input, "form"),
  approvers: approversOf(approval),
  canDecide: app.mayDecide(approval),
  waitingSince: approval.scheduledAt ?? approval.startedAt,
  decision: approval.status === "completed" ? approval.output : null,
});
