import { payloadOf, type GraphqlClient } from "./graphql-client.ts";

export type DemoWorkflow = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** Whether this start has published the version or found it. */
  readonly was: "created" | "published anew" | "there already";
};

/** Not the name of an example of the start page, so that nobody opens the one for the other. */
const NAME = "Hot lead (terminal)";
/** Its own type: the events of the start page's examples start their own workflows, and not this one as well. */
export const DEMO_EVENT = "demo.terminal";
/** The condition "score above 80 and source is LinkedIn". */
const TRIGGERS = [
  {
    eventType: DEMO_EVENT,
    condition: { and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }] },
  },
];

type Stored = { id: string; name: string; draftRevision: number; publishedVersion: { number: number } | null };
type Answer = { __typename: string; version?: { number: number } };

const REFUSED = `... on Error { code message hint } ... on ValidationError { problems { path message } }`;

const FIND = `query ($name: String!) {
  workflows(first: 200, archived: false, search: $name) {
    nodes { id name draftRevision publishedVersion { number } }
  }
}`;
const CREATE = `mutation ($input: WorkflowCreateInput!) {
  answer: workflowCreate(input: $input) {
    __typename ... on WorkflowCreatePayload { workflow { id } version { number } } ${REFUSED}
  }
}`;
const SAVE = `mutation ($input: WorkflowSaveDraftInput!) {
  answer: workflowSaveDraft(input: $input) {
    __typename ... on WorkflowSaveDraftPayload { workflow { draftRevision } } ${REFUSED}
  }
}`;
const PUBLISH = `mutation ($input: WorkflowPublishInput!) {
  answer: workflowPublish(input: $input) {
    __typename ... on WorkflowPublishPayload { version { number } } ${REFUSED}
  }
}`;

/** Stores and publishes the demo's workflow. If the draft equals the published version, no new version is made. */
export async function ensureWorkflow(api: GraphqlClient, graph: unknown): Promise<DemoWorkflow> {
  const { workflows } = await api.request<{ workflows: { nodes: Stored[] } }>(FIND, { name: NAME });
  const known = workflows.nodes.find(({ name }) => name === NAME);
  if (known === undefined) {
    const input = { name: NAME, graph, triggers: TRIGGERS, publish: true };
    const { answer } = await api.request<{ answer: Answer & { workflow: { id: string } } }>(CREATE, { input });
    const created = payloadOf(answer, "WorkflowCreatePayload");
    return { id: created.workflow.id, name: NAME, version: created.version?.number ?? 0, was: "created" };
  }
  const { id, publishedVersion } = known;
  const save = { id, draftRevision: known.draftRevision, graph, triggers: TRIGGERS };
  const saved = await api.request<{ answer: Answer & { workflow: { draftRevision: number } } }>(SAVE, { input: save });
  const { draftRevision } = payloadOf(saved.answer, "WorkflowSaveDraftPayload").workflow;
  const published = await api.request<{ answer: Answer }>(PUBLISH, { input: { id, draftRevision } });
  const version = payloadOf(published.answer, "WorkflowPublishPayload").version?.number ?? 0;
  return { id, name: NAME, version, was: version === publishedVersion?.number ? "there already" : "published anew" };
}
