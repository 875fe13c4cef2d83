import { graphql, type ResultOf } from "../data/index.ts";

export const NodeTypesQuery = graphql(`
  query NodeTypes {
    nodeTypes {
      type
      title
      description
      runs
      input
      output
      ports
      portsFrom
      retry
      timeout
      idempotent
      connections
      needsConnection
      pack {
        name
        version
      }
      example
      sentence
    }
  }
`);

/** A node type as the API gives it: what is absent in a manifest is null in GraphQL. */
export type ListedNodeType = ResultOf<typeof NodeTypesQuery>["nodeTypes"][number];
