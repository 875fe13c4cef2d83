import { graphql, type ResultOf } from "../../data/index.ts";

export const NodeTypesQuery = graphql(`
  query NodeTypeCatalogue {
    nodeTypes {
      type
      title
      description
      runs
      input
      output
      ports
      portsFrom
      idempotent
      connections
      needsConnection
      example
      pack {
        name
        version
      }
    }
    triggerKinds {
      kind
      title
      description
      config
      example
    }
  }
`);

export type NodeType = ResultOf<typeof NodeTypesQuery>["nodeTypes"][number];
export type TriggerKind = ResultOf<typeof NodeTypesQuery>["triggerKinds"][number];
