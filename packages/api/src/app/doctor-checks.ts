/** What `doctor` looks at, by the name that programs know it by: a title, and what it means, for people. */
export const DOCTOR_CHECKS = {
  postgres: { title: "Postgres", about: "Postgres keeps workflows, events and what executions have done." },
  temporal: { title: "Temporal", about: "Temporal runs the executions and wakes them after their waits." },
  api: { title: "API", about: "What the API does beside answering gets on, and its log can be written." },
  workers: {
    title: "Workers",
    about: "Workers match events, start executions, carry them on and copy what they have done.",
  },
  ledger: {
    title: "Account of all events",
    about: "Each event has one outcome for each workflow that it could concern, such as started or filtered.",
  },
  dispatch: {
    title: "Matching of events",
    about: "A worker compares each event with the triggers of workflows soon after it has arrived.",
  },
  starts: { title: "Starts of executions", about: "What an event has started is handed over to Temporal." },
  deliveries: {
    title: "Answers to executions",
    about: "Executions get the answers of other executions, of events and of locks that they wait for.",
  },
  triggers: {
    title: "Triggers",
    about: "Schedules, databases and other sources that start workflows can be read.",
  },
  lookups: {
    title: "Lookups of triggers",
    about: "Some triggers ask another service before they start a workflow; their events wait until it answers.",
  },
  missing: {
    title: "Executions that Temporal knows",
    about: "Every execution that is open has a run on Temporal.",
  },
  rolledBack: {
    title: "Executions that ended",
    about: "Temporal has the executions that have ended as they were mirrored, and has forgotten nothing of open ones.",
  },
  keys: {
    title: "Idempotency keys",
    about:
      "Each step is carried out under the one key that follows from its execution and its place in it. The first steps of the newest 200 executions are looked at.",
  },
  success: {
    title: "No false success",
    about: "No step of an execution that counts as completed is open. The newest 2,000 executions are looked at.",
  },
  told: {
    title: "Ends that are told last",
    about: "The last update of an execution that has ended is its end. The newest 2,000 executions are looked at.",
  },
  nodeTypes: {
    title: "Node types of steps",
    about: "For every step that is to run there is a worker that has its node type.",
  },
  workflowTasks: {
    title: "Executions that get on",
    about: "Workers can carry on every execution that is open.",
  },
  retention: {
    title: "Retention",
    about: "What has ended is removed when its time is over, and Temporal keeps it long enough to be copied before.",
  },
  mirror: {
    title: "Steps as pages show them",
    about: "The steps that pages show are the same as those that Temporal has recorded.",
  },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly about: string }>>;

export type DoctorCheck = keyof typeof DOCTOR_CHECKS;
