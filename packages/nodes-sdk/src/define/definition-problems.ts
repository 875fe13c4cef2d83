import { type Duration, limits, parseDuration, parseSentencePattern, patternFields } from "@tempograph/graph";
import type { z } from "zod";
import { inputSchemaOf, outputSchemaOf } from "./json-schema.ts";
import type { NodeSpec } from "./node-type.ts";
import { RESERVED_TYPES } from "./reserved-types.ts";
import { schemaProblems } from "./schema-problems.ts";

type AnySpec = NodeSpec<z.ZodObject, z.ZodType | undefined, readonly string[]>;

/** The problems of a node definition, each with its hint. Checks types too, because the author may use plain JavaScript. `allowed`: reserved types. */
export function definitionProblems(spec: AnySpec, allowed: ReadonlySet<string>): string[] {
  return [
    ...typeProblems(spec.type, allowed),
    ...textProblems(spec),
    ...schemaProblems("input", spec.input, () => inputSchemaOf(spec.input), true),
    ...(spec.output === undefined
      ? []
      : schemaProblems("output", spec.output, () => outputSchemaOf(spec.output!), false)),
    ...portProblems(spec.ports),
    ...idempotentProblems(spec.idempotent),
    ...taskQueueProblems(spec.taskQueue),
    ...connectionProblems(spec),
    ...durationProblems("retry", spec.retry, ["initialInterval", "maximumInterval"]),
    ...durationProblems("timeout", spec.timeout, ["startToClose", "scheduleToClose", "heartbeat"]),
    ...(typeof spec.execute === "function"
      ? []
      : ["`execute` is no function: it does the node's work, (ctx, input) => output."]),
    ...exampleProblems(spec),
    ...sentenceProblems(spec),
  ];
}

function typeProblems(type: unknown, allowed: ReadonlySet<string>): string[] {
  if (typeof type !== "string" || type.length < 2 || type.length > 64 || !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(type)) {
    return [`\`type\` is ${JSON.stringify(type)}: use snake_case of 2 to 64 characters, such as "score_lead".`];
  }
  return RESERVED_TYPES.has(type) && !allowed.has(type)
    ? [`\`type\` "${type}" is reserved for Tempograph's own nodes: take another name, such as "my_${type}".`]
    : [];
}

function textProblems(spec: AnySpec): string[] {
  return (["title", "description"] as const)
    .filter((key) => typeof spec[key] !== "string" || spec[key].trim() === "")
    .map((key) => `\`${key}\` is missing: people see it when they choose a node.`);
}

function portProblems(ports: readonly string[] | undefined): string[] {
  if (ports === undefined) return [];
  if (!Array.isArray(ports) || ports.length === 0) return ['`ports` is empty: leave it out for the one port "out".'];
  const problems = ports
    .filter((port) => typeof port !== "string" || !/^[A-Za-z][\w-]{0,63}$/.test(port) || port === "error")
    .map((port) =>
      port === "error"
        ? '`ports` names "error", which every node has: throw a NodeError to end there.'
        : `\`ports\` names ${JSON.stringify(port)}: use letters, digits, "_" and "-", beginning with a letter.`,
    );
  return new Set(ports).size === ports.length ? problems : [...problems, "`ports` names a port twice."];
}

function taskQueueProblems(taskQueue: unknown): string[] {
  const isName = typeof taskQueue === "string" && taskQueue !== "" && taskQueue.length <= limits.MAX_TASK_QUEUE_LENGTH;
  return taskQueue === undefined || isName
    ? []
    : ["`taskQueue` is no name of a Temporal task queue: leave it out for the worker that runs the workflows."];
}

function connectionProblems({ connections, needsConnection, input }: AnySpec): string[] {
  if (connections === undefined)
    return needsConnection === undefined
      ? []
      : ["`needsConnection` says nothing without `connections`: list the types."];
  if (!Array.isArray(connections) || connections.length === 0 || connections.some((type) => typeof type !== "string"))
    return [
      '`connections` is no list of connection types, such as ["http.bearer"]: leave it out for a node that takes none.',
    ];
  return input?.shape !== undefined && "connection" in input.shape
    ? [
        "`input` has a field `connection`: with `connections` a node has this field already, and `ctx.connection` holds what it names.",
      ]
    : [];
}

function idempotentProblems(idempotent: unknown): string[] {
  const isCondition = typeof idempotent === "object" && idempotent !== null && "when" in idempotent;
  return idempotent === undefined || typeof idempotent === "boolean" || isCondition
    ? []
    : ["`idempotent` is neither true, false nor { when: <JSONLogic over the input> }."];
}

function sentenceProblems({ sentence, input, connections }: AnySpec): string[] {
  const known = [...Object.keys(input?.shape ?? {}), ...(connections === undefined ? [] : ["connection"])];
  return [sentence ?? []].flat().flatMap((pattern) => {
    try {
      const unknown = patternFields(parseSentencePattern(pattern)).filter((field) => !known.includes(field));
      return unknown.map((field) => `\`sentence\` names the field "${field}", which \`input\` does not have.`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [`\`sentence\`: ${why}. Write words with fields in braces, such as "notify {toRole} {message}".`];
    }
  });
}

function durationProblems(name: string, settings: object | undefined, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const duration = (settings as Record<string, Duration> | undefined)?.[key];
    if (duration === undefined) return [];
    try {
      parseDuration(duration);
      return [];
    } catch (error) {
      return [
        `\`${name}.${key}\`: ${error instanceof Error ? error.message : String(error)}. Write 1500, "30s" or "PT30S".`,
      ];
    }
  });
}

function exampleProblems({ example, input }: AnySpec): string[] {
  if (example === undefined || typeof input?.safeParse !== "function") return [];
  const result = input.safeParse(example);
  if (result.success) return [];
  return result.error.issues.map(
    (issue) => `\`example\` does not fit \`input\` at ${issue.path.join(".") || "its top"}: ${issue.message}.`,
  );
}
