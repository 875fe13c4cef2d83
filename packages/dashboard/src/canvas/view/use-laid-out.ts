import type { Graph } from "@tempograph/graph";
import { useEffect, useState } from "react";
import { isLaidOut, layOutMissing } from "../layout/lay-out.ts";
import { runInWorker } from "../layout/layout-worker.ts";

/** The graph with a place for every node; undefined until the layout is there. */
export function useLaidOut(graph: Graph): Graph | undefined {
  const [laid, setLaid] = useState<{ readonly of: Graph; readonly graph: Graph }>();
  const isReady = isLaidOut(graph);
  useEffect(() => {
    if (isReady) return;
    let isOver = false;
    void layOutMissing(graph, runInWorker).then((result) => {
      if (!isOver) setLaid({ of: graph, graph: result });
    });
    return () => {
      isOver = true;
    };
  }, [graph, isReady]);
  if (isReady) return graph;
  return laid?.of === graph ? laid.graph : undefined;
}
