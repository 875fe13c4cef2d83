import { useMemo } from "react";
import { graphql, useApi } from "../data/index.ts";

const ConnectionsQuery = graphql(`
  query ConnectionNames {
    connections(first: 200) {
      nodes {
        name
        type
      }
    }
  }
`);

const NONE: readonly ConnectionName[] = [];

interface ConnectionName {
  readonly name: string;
  readonly type: string;
}

/** The names of the connections that a node may use: those of the types that it takes. */
export function useConnectionNames(types: readonly string[] | undefined): readonly string[] {
  const { data } = useApi(ConnectionsQuery, {}, { enabled: types !== undefined });
  const connections: readonly ConnectionName[] = data?.connections.nodes ?? NONE;
  return useMemo(
    () => connections.filter(({ type }) => types?.includes(type)).map(({ name }) => name),
    [connections, types],
  );
}
