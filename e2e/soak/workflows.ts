/** The workflows of the load, and what each of their executions has to have done. */
export interface SoakWorkflow {
  readonly name: string;
  /** The type of the events that start it. */
  readonly eventType: string;
  /** The steps that call the system outside. */
  readonly calls: readonly string[];
  /** The steps that complete, with the start. */
  readonly steps: number;
  graph(url: string): object;
}

const edges = (...ids: readonly string[]) =>
  ids.slice(1).map((target, index) => ({ id: `${ids[index]!}-${target}`, source: ids[index]!, target }));

const call = (url: string, id: string, idempotent = false) => ({
  id,
  type: "http_call",
  data: { method: "POST", url, body: { n: "{{payload.n}}", step: id, execution: "{{execution.id}}" } },
  // A target that is away for the length of a fault is not the end of a step.
  settings: {
    ...(idempotent && { idempotent }),
    retry: { maximumAttempts: 20, initialInterval: "200ms", maximumInterval: "5s" },
  },
});

const start = { id: "start", type: "start", data: {} };

export const WORKFLOWS: readonly SoakWorkflow[] = [
  {
    ...{ name: "Soak: steps", eventType: "soak.steps", calls: ["first", "second"], steps: 5 },
    graph: (url) => ({
      nodes: [
        start,
        call(url, "first"),
        { id: "count", type: "state_increment", data: { key: "executions" } },
        { id: "wait", type: "delay", data: { ms: 500 } },
        call(url, "second"),
      ],
      edges: edges("start", "first", "count", "wait", "second"),
    }),
  },
  {
    // The same events start it, so that an event has two executions.
    ...{ name: "Soak: beside", eventType: "soak.steps", calls: ["only"], steps: 2 },
    graph: (url) => ({ nodes: [start, call(url, "only")], edges: edges("start", "only") }),
  },
  {
    ...{ name: "Soak: burst", eventType: "soak.burst", calls: ["a", "b", "c"], steps: 4 },
    graph: (url) => ({
      nodes: [start, ...["a", "b", "c"].map((id) => call(url, id, true))],
      edges: edges("start", "a", "b", "c"),
      settings: { durability: "burst" },
    }),
  },
];

export const EVENT_TYPES: readonly string[] = [...new Set(WORKFLOWS.map(({ eventType }) => eventType))];
