import type { NodeTypeManifest } from "@tempograph/graph";
import { useEffect, useMemo } from "react";
import { useApi } from "../data/index.ts";
import { NodeTypesQuery } from "./documents.ts";
import { manifestsOf } from "./node-types.ts";
import { sharedMachine } from "./shared-machine.ts";

/** The node types that graphs can use, by name; undefined until they are known. The machine gets them, too. */
export function useNodeTypes(): ReadonlyMap<string, NodeTypeManifest> | undefined {
  const { data } = useApi(NodeTypesQuery, {});
  const manifests = useMemo(() => data && manifestsOf(data.nodeTypes), [data]);
  useEffect(() => {
    if (manifests !== undefined) sharedMachine().setTypes(manifests);
  }, [manifests]);
  return useMemo(() => manifests && new Map(manifests.map((each) => [each.type, each])), [manifests]);
}
