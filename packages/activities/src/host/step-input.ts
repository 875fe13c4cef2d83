import { CONNECTION_SIGN_IN_NODE, CONNECTION_TEST_NODE, type JsonObject } from "@tempograph/graph";
import {
  type ConnectionSession,
  type ConnectionType,
  type KeptCredentials,
  type ConnectionValues,
  openConnection,
  type OpenedConnection,
  type NodeType,
  permanent,
} from "@tempograph/nodes-sdk";

/** A connection with its secrets, as the worker reads it for one attempt. */
export interface StoredConnection extends ConnectionValues {
  readonly type: string;
  readonly kept: KeptCredentials;
}

export interface ConnectionRequest {
  /** The execution of the step, or the id of a node's run by itself. It says to which project the connection belongs. */
  readonly executionId: string;
  readonly name: string;
  /** Whether the connection is only tried out. */
  readonly test: boolean;
  /** The workflow that uses it, if no execution says so. */
  readonly workflowId?: string;
  /** Of the attempt. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a connection, with its secrets decrypted. Called for each attempt, so that a change reaches the next one.
 *
 * @throws NodeError CONNECTION_UNKNOWN, CONNECTION_NOT_ALLOWED, CONNECTION_KEY_MISSING
 */
export type FindConnection = (request: ConnectionRequest) => Promise<StoredConnection>;

export interface ConnectionParts {
  readonly find: FindConnection | undefined;
  /** Those of the worker's node packs. */
  readonly types: ReadonlyMap<string, ConnectionType>;
}

export interface StepInput {
  /** Without the field `connection`, which is not the node's own. */
  readonly input: JsonObject;
  readonly connection?: OpenedConnection;
}

/** Opens the connection that a step names in `data.connection`. @throws NodeError */
export async function stepInput(
  node: NodeType,
  data: JsonObject,
  executionId: string,
  { find, types }: ConnectionParts,
  session: Omit<ConnectionSession, "kept">,
  workflowId?: string,
): Promise<StepInput> {
  if (node.connections === undefined) return { input: data };
  const { connection: name, ...input } = data;
  if (name === undefined || name === null) {
    if (node.needsConnection === true) throw missing(node);
    return { input };
  }
  if (typeof name !== "string" || find === undefined) throw unknownConnection(String(name));
  const stored = await find({
    executionId,
    name,
    test: node.type === CONNECTION_TEST_NODE || node.type === CONNECTION_SIGN_IN_NODE,
    signal: session.signal,
    ...(workflowId !== undefined && { workflowId }),
  });
  if (!node.connections.includes(stored.type)) throw wrongType(node, name, stored.type);
  const type = types.get(stored.type);
  if (type === undefined) throw unknownType(name, stored.type);
  return { input, connection: openConnection(type, stored, { ...session, kept: stored.kept }) };
}

export function unknownConnection(name: string) {
  return permanent("CONNECTION_UNKNOWN", `There is no connection "${name.slice(0, 100)}" in the project.`, {
    hint: "Make it with `connectionCreate`, or name another one in the workflow; then retry the step.",
    details: { connection: name.slice(0, 100) },
  });
}

function missing({ type, connections = [] }: NodeType) {
  return permanent("CONNECTION_MISSING", `A node of the type ${type} needs a connection, and names none.`, {
    hint: `Name a connection of the type ${connections.join(" or ")} in its field \`connection\`.`,
  });
}

function wrongType({ type, connections = [] }: NodeType, name: string, found: string) {
  return permanent(
    "CONNECTION_TYPE_WRONG",
    `The connection "${name}" is of the type ${found}, which ${type} does not take.`,
    {
      hint: `Name a connection of the type ${connections.join(" or ")}.`,
      details: { connection: name, type: found },
    },
  );
}

function unknownType(name: string, type: string) {
  return permanent(
    "CONNECTION_TYPE_UNKNOWN",
    `This worker does not know ${type}, the type of the connection "${name}".`,
    {
      hint: 'Add the pack that brings it to "nodePacks" in tempograph.config.json, and start the worker again.',
      details: { connection: name, type },
    },
  );
}
