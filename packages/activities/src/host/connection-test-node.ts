import { CONNECTION_TEST_NODE } from "@tempograph/graph";
import { type ConnectionType, type NodeType, permanent } from "@tempograph/nodes-sdk";
import { defineBuiltInNode } from "@tempograph/nodes-sdk/built-in";
import { z } from "zod";

/**
 * The node behind `connectionTest`: tries a connection out in a worker, under the rules of every other step, so that the API needs
 * neither the secrets nor the network. There has to be at least one type.
 */
export function connectionTestNode(types: ReadonlyMap<string, ConnectionType>): NodeType {
  return defineBuiltInNode({
    type: CONNECTION_TEST_NODE,
    title: "Try a connection",
    description: "Tries the credentials of a connection out.",
    input: z.object({}),
    output: z.object({ message: z.string() }),
    connections: [...types.keys()],
    needsConnection: true,
    async execute({ connect, connection, fetch, logger, signal }) {
      const { name, type, fields, onlyHosts, session } = connection!;
      const { test } = types.get(type)!;
      if (test === undefined)
        throw permanent("CONNECTION_NOT_TESTABLE", `A connection of the type ${type} cannot be tried out by itself.`, {
          hint: "Run a node that uses it with `runNode`.",
        });
      return {
        message:
          (await test({ connect, fetch, logger, signal, onlyHosts, session }, fields)) ??
          `The connection "${name}" works.`,
      };
    },
  }) as unknown as NodeType;
}
