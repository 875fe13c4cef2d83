import { flow } from "@tempograph/builder";

export const workflow = flow("knot")
  .parallel([
    (path) => path.step("a", "log", { message: "a" }),
    (path) => path
      .step("b", "log", { message: "b" })
      .parallel([(path) => path, (path) => path.step("d", "log", { message: "d" })]),
  ])
  .node({ id: "c", type: "log", data: { message: "c" } })
  .node({ id: "e", type: "log", data: { message: "e" } })
  .edge("a", "c")
  .edge("b", "c")
  .edge("a", "e")
  .edge("c", "e")
  .edge("d", "e")
  .arrange({
    nodes: ["start", "a", "b", "c", "d", "e"],
    edges: [
      ["start>a", "start>a"],
      ["start>b", "start>b"],
      ["a>c", "a>c"],
      ["b>c", "b>c"],
      ["b>d", "b>d"],
      ["a>e", "a>e"],
      ["c>e", "c>e"],
      ["d>e", "d>e"],
    ],
  })
  .build();
