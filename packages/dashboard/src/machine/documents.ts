import { graphql } from "../data/index.ts";

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
