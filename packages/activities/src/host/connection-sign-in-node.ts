import { CONNECTION_SIGN_IN_NODE } from "@tempograph/graph";
import type { ConnectionType, NodeType } from "@tempograph/nodes-sdk";
import { defineBuiltInNode } from "@tempograph/nodes-sdk/built-in";
import { z } from "zod";
import type { ActivityHostOptions } from "./activity-host.ts";

/**
 * The node behind `connectionAuthorize`. It gives the service's sign-in page; once somebody has come back from there, it turns the answer
 * into the credentials that the connection keeps. Undefined where no type needs a sign-in.
 */
export function connectionSignInNode(
  types: ReadonlyMap<string, ConnectionType>,
  takeSignIn: NonNullable<ActivityHostOptions["takeSignIn"]>,
): NodeType | undefined {
  const signingIn = [...types.values()].filter(({ signIn }) => signIn !== undefined);
  if (signingIn.length === 0) return undefined;
  return defineBuiltInNode({
    type: CONNECTION_SIGN_IN_NODE,
    title: "Sign in for a connection",
    description: "Gives the page on which somebody signs in for a connection, or finishes their sign-in.",
    input: z.object({ finish: z.string().optional() }),
    output: z.object({ page: z.string().optional() }),
    connections: signingIn.map(({ type }) => type),
    needsConnection: true,
    async execute({ connection, execution }, { finish }) {
      const { name, type, fields, session } = connection!;
      const signIn = types.get(type)!.signIn!;
      if (finish === undefined) return { page: signIn.page(fields).href };
      const answer = await takeSignIn({ id: finish, connection: name, executionId: execution.id });
      await session.kept.renew(async () => await signIn.finish(answer, fields, session));
      return {};
    },
  }) as unknown as NodeType;
}
