import { insertProject, listProjects, updateProject, type ProjectRecord } from "@tempograph/db";
import { z } from "zod";
import { invalidInput, notFound, ok, refuse, type AppError } from "../../app/app-error.ts";
import { checkHosts } from "../../app/check-hosts.ts";
import { MAX_NAME_LENGTH, checkText, firstError } from "../../app/check-text.ts";
import { projectAnswer } from "../answers/system.ts";
import { id, input, listOf, noInput, optional, text, whole } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";

/** Also part of ids and of headers, so only characters that need no escaping. */
const PROJECT_ID = /^[a-z][a-z0-9-]{0,62}$/;

export const projectCreate = defineOperation({
  name: "projectCreate",
  kind: "mutation",
  permission: "installation",
  summary: "Create a project",
  description:
    "Creates a project: a space of its own for workflows, events, executions and everything that belongs to them. " +
    "Callers of one project see, change and start nothing of another. For admins of the project `main`.",
  input: input("ProjectCreateInput", "A new project.", {
    id: id("Its id: a letter, then letters, digits and `-`, all in lower case. It never changes."),
    name: text("What people call it."),
  }),
  errors: ["validation", "conflict"],
  audit: true,
  idempotency: "id",
  result: {
    payload: "ProjectCreatePayload",
    description: "The new project.",
    fields: {
      project: { type: "Project", description: "The new project.", from: (project: ProjectRecord) => project },
    },
  },
  rest: {
    method: "POST",
    path: "/projects",
    tag: "system",
    status: 201,
    answer: { schema: projectAnswer, from: (project) => project },
    example: { id: "billing", name: "Billing" },
  },
  async run({ deps: { db } }, project) {
    const error = firstError(checkId(project.id), checkText(project.name, "/name", { most: MAX_NAME_LENGTH }));
    if (error) return refuse(error);
    const inserted = await insertProject(db, project);
    return inserted === undefined ? refuse(exists(project.id)) : ok(inserted);
  },
});

export const projectUpdate = defineOperation({
  name: "projectUpdate",
  kind: "mutation",
  permission: "installation",
  summary: "Rename a project, or limit what it uses and where it calls",
  description:
    "Renames a project, or limits what it uses and which hosts its steps may call. Beyond a limit its events and starts are refused " +
    "with `QUOTA_EXCEEDED`; what runs goes on. Beyond `maxOpenExecutions` they are accepted, and executions wait for their start. A call to a host that the rules do not allow fails with `EGRESS_REFUSED`. " +
    "A change is seen within seconds. For admins of the project `main`.",
  input: input("ProjectUpdateInput", "What to change of a project.", {
    id: id("The project's id, such as `billing`."),
    name: optional(text("What people call it.")),
    maxOpenExecutions: optional(whole("The most executions that may be open; others wait. 0: no limit.")),
    maxEventsPerMinute: optional(whole("The most events in a minute. 0: no limit.")),
    maxStoredMegabytes: optional(
      whole("The most megabytes (of a million bytes) that events and payloads may take in Postgres. 0: no limit."),
    ),
    maxWaitingEvents: optional(
      whole(
        "The most events that may wait until a dispatcher has matched them with triggers, and executions that may wait for their start. A batch is accepted whole or not at all. 0: no limit.",
      ),
    ),
    egressOnly: optional(
      listOf(
        z.string(),
        "The only hosts and networks that its steps may call, such as `api.example.com`, `*.example.com:8443` or `10.0.0.0/8`. " +
          '`["*"]`: all that the installation allows. An empty list: none.',
      ),
    ),
    egressDeny: optional(
      listOf(z.string(), "Hosts and networks that its steps may not call, even if `egressOnly` names them."),
    ),
  }),
  errors: ["validation", "notFound"],
  audit: true,
  result: {
    payload: "ProjectUpdatePayload",
    description: "The project as it is now.",
    fields: {
      project: { type: "Project", description: "The project as it is now.", from: (project: ProjectRecord) => project },
    },
  },
  rest: {
    method: "PUT",
    path: "/projects/:id",
    tag: "system",
    answer: { schema: projectAnswer, from: (project) => project },
    example: { maxEventsPerMinute: 1_000, egressOnly: ["api.example.com"] },
  },
  async run({ deps: { db } }, { id: project, name, egressOnly, egressDeny, ...limits }) {
    const isOpen = egressOnly?.length === 1 && egressOnly[0] === "*";
    const error = firstError(
      isOpen ? undefined : checkHosts(egressOnly, "/egressOnly"),
      checkHosts(egressDeny, "/egressDeny"),
      name == null ? undefined : checkText(name, "/name", { most: MAX_NAME_LENGTH }),
      ...Object.entries(limits).map(([field, limit]) => checkLimit(field, limit)),
    );
    if (error) return refuse(error);
    if (!PROJECT_ID.test(project)) return refuse(unknown(project));
    const updated = await updateProject(db, project, {
      ...(name != null && { name }),
      ...(limits.maxOpenExecutions != null && { maxOpenExecutions: limits.maxOpenExecutions || null }),
      ...(limits.maxEventsPerMinute != null && { maxEventsPerMinute: limits.maxEventsPerMinute || null }),
      ...(limits.maxStoredMegabytes != null && { maxStoredMegabytes: limits.maxStoredMegabytes || null }),
      ...(limits.maxWaitingEvents != null && { maxWaitingEvents: limits.maxWaitingEvents || null }),
      ...(egressOnly != null && { egressOnly: isOpen ? null : egressOnly }),
      ...(egressDeny != null && { egressDeny }),
    });
    return updated === undefined ? refuse(unknown(project)) : ok(updated);
  },
});

export const projects = defineList({
  name: "projects",
  permission: "installation",
  summary: "The projects of the installation",
  description: "The projects of the installation, by id. For admins of the project `main`.",
  input: noInput,
  of: "Project",
  cursor: "id",
  keyOf: (project: ProjectRecord) => project.id,
  rows: ({ deps: { db } }, _input, page) => listProjects(db, page),
  rest: { path: "/projects", tag: "system", item: projectAnswer, items: (rows) => rows },
});

function checkId(id: string): AppError | undefined {
  if (PROJECT_ID.test(id)) return undefined;
  return invalidInput(
    "/id",
    `${JSON.stringify(id.slice(0, 100))} cannot be the id of a project.`,
    "Use a letter, then up to 62 letters, digits and `-`, all in lower case.",
  );
}

const MAX_LIMIT = 1_000_000;

function checkLimit(field: string, limit: number | null | undefined): AppError | undefined {
  if (limit == null || (limit >= 0 && limit <= MAX_LIMIT)) return undefined;
  return invalidInput(
    `/${field}`,
    `A limit is a whole number from 0 to ${MAX_LIMIT.toLocaleString("en")}.`,
    "Send 0 to remove the limit.",
  );
}

function unknown(id: string): AppError {
  return notFound("project", id, "Look it up in `projects`.");
}

function exists(id: string): AppError {
  return {
    code: "PROJECT_EXISTS",
    message: `There is a project ${id} already.`,
    path: "/id",
    hint: "Use it, or choose another id.",
  };
}
