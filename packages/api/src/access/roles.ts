import { MAIN_PROJECT } from "@tempograph/db/main-project";
import { ANONYMOUS, type Principal } from "./principal.ts";

/** The permissions for operations and for the fields of answers. */
export type Permission =
  /** See workflows, events, executions, steps, approvals and bulk jobs: their shapes and their status, without payloads. */
  | "read"
  /** Read payloads: the data of events, inputs and outputs, log lines, the texts of failures, and Temporal's history. */
  | "payloads"
  /** Create, edit, publish, archive and delete workflows, and try out their nodes. */
  | "workflows"
  /** Send events. */
  | "events"
  /** Start a workflow by hand. */
  | "start"
  /** Pause, resume, cancel, terminate, signal, skip waits, resolve incidents and rerun, for one or many executions. */
  | "steer"
  /** Set and remove what executions remember for later ones. */
  | "state"
  /** Decide approvals that name the caller as approver. */
  | "decide"
  /** Read the audit log. */
  | "audit"
  /** Create, list and limit projects. Only admins of the project `main` may: it belongs to whoever runs the installation. */
  | "installation"
  /** Say how long what has ended is kept, and hold it back from removal. */
  | "retention"
  /** Make, list and revoke tokens. */
  | "tokens"
  /** Make, change, try out, list and delete connections. Nobody may read their secrets. */
  | "connections"
  /** Let a connection use a secret that is kept elsewhere, by its place. Whoever may do that need not know the secret. */
  | "secretReferences";

/** What an operation requires: a permission, any token (`known`), or nothing (`public`). */
export type Access = Permission | "known" | "public";

/** The permissions of the built-in roles. A token with several roles has the permissions of all of them. */
const permissionsOf: Readonly<Record<string, readonly Permission[]>> = {
  admin: [
    "read",
    "payloads",
    "workflows",
    "events",
    "start",
    "steer",
    "state",
    "decide",
    "audit",
    "installation",
    "retention",
    "tokens",
    "connections",
    "secretReferences",
  ],
  editor: ["read", "payloads", "workflows", "events", "start", "state", "connections"],
  operator: ["read", "payloads", "events", "start", "steer", "state", "decide"],
  viewer: ["read"],
  reader: ["read", "payloads"],
  sender: ["events"],
  approver: ["read", "decide"],
};

/** The names of the built-in roles. */
export const ROLES: readonly string[] = Object.keys(permissionsOf);

/** The permissions of roles of your own, which exist so that approvals can name them. */
const CUSTOM_ROLE = permissionsOf["approver"]!;

/** Whether a caller has the access. */
export function may(caller: Principal, access: Access): boolean {
  if (access === "public") return true;
  if (access === "known") return caller !== ANONYMOUS;
  if (access === "installation" && caller.project !== MAIN_PROJECT) return false;
  return caller.roles.some((role) =>
    (Object.hasOwn(permissionsOf, role) ? permissionsOf[role]! : CUSTOM_ROLE).includes(access),
  );
}

/** The built-in roles that have the access, for the hint of a refusal. */
export function rolesToUse(access: Access): string {
  const roles = rolesThatMay(access);
  return roles.length === 1 ? `the role ${roles.join()}` : `one of the roles ${roles.join(", ")}`;
}

/** The built-in roles that have the access. */
export function rolesThatMay(access: Access): string[] {
  return ROLES.filter((role) => may({ name: "", roles: [role], project: MAIN_PROJECT }, access));
}

/** The names by which an approval may name the caller: `user:kim`, `role:finance`. */
export function approverNames({ name, roles }: Principal): string[] {
  return [`user:${name}`, ...roles.map((role) => `role:${role}`)];
}

/** Whether the caller is an admin. Admins may decide every approval. */
export function isAdmin({ roles }: Principal): boolean {
  return roles.includes("admin");
}
