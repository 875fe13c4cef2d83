import { afterAll, beforeAll, expect, test } from "vitest";
import { hotLead, leadGraph, smallGraph } from "../test-kit/graphs.ts";
import { countRows, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const saved = `
  __typename
  ... on Error { code message path hint }
  ... on ValidationError { problems { code severity path node message hint } }
`;
const CREATE = `mutation ($input: WorkflowCreateInput!) { workflowCreate(input: $input) { ${saved}
  ... on WorkflowCreatePayload { workflow { id name draftRevision latestVersion publishedVersion { number } } problems { code severity path } } } }`;
const SAVE = `mutation ($input: WorkflowSaveDraftInput!) { workflowSaveDraft(input: $input) { ${saved}
  ... on WorkflowSaveDraftPayload { workflow { id name draftRevision graph triggers { id condition } } problems { code } } } }`;
const PUBLISH = `mutation ($input: WorkflowPublishInput!) { workflowPublish(input: $input) { ${saved}
  ... on WorkflowPublishPayload { version { id number definitionHash definition graph } workflow { publishedVersion { number } latestVersion } problems { code severity } } } }`;

async function create(input: Record<string, unknown>) {
  const { body } = await api.graphql(CREATE, { input: { name: "leads", graph: smallGraph, publish: false, ...input } });
  expect(body.errors).toBeUndefined();
  return body.data.workflowCreate;
}

test("after create, save, publish, edit and publish again, versions are unchanged, and the first can be made live again", async () => {
  const { workflow } = await create({ triggers: [{ condition: hotLead }] });
  expect(workflow).toMatchObject({ draftRevision: 1, latestVersion: 0, publishedVersion: null });

  const first = (await api.graphql(PUBLISH, { input: { id: workflow.id } })).body.data.workflowPublish;
  expect(first.version.number).toBe(1);
  expect(first.version.definition.workflow).toEqual({ id: workflow.id, name: "leads", version: 1 });

  const label = {
    ...smallGraph,
    nodes: [...smallGraph.nodes, { id: "more", type: "end", data: {} }],
    edges: [...smallGraph.edges, { id: "e2", source: "notify", target: "more" }],
  };
  const draft = (
    await api.graphql(SAVE, { input: { id: workflow.id, draftRevision: 1, graph: label, name: "renamed" } })
  ).body.data.workflowSaveDraft;
  expect(draft.workflow).toMatchObject({
    draftRevision: 2,
    name: "renamed",
    triggers: [{ id: "trigger0", condition: hotLead }],
  });
  const second = (await api.graphql(PUBLISH, { input: { id: workflow.id, draftRevision: 2 } })).body.data
    .workflowPublish;
  expect(second.version.number).toBe(2);
  expect(second.version.definitionHash).not.toBe(first.version.definitionHash);

  const back = (await api.graphql(PUBLISH, { input: { id: workflow.id, version: 1 } })).body.data.workflowPublish;
  expect(back.workflow).toEqual({ publishedVersion: { number: 1 }, latestVersion: 2 });
  expect(back.version.graph).toEqual(first.version.graph);

  const { body } = await api.graphql(
    `query ($id: ID!) { workflow(id: $id) { versions(first: 1) { nodes { id number } pageInfo { hasNextPage endCursor } } } }`,
    { id: workflow.id },
  );
  expect(body.data.workflow.versions.nodes).toEqual([{ id: `${workflow.id}:2`, number: 2 }]);
  expect(body.data.workflow.versions.pageInfo.hasNextPage).toBe(true);
});

test("publishing raises the trigger set's version in its transaction, and a refused publish does not", async () => {
  const { workflow } = await create({
    graph: { ...smallGraph, edges: [{ id: "e1", source: "start", target: "nowhere" }] },
  });
  const before = await countRows(api.db);
  const refused = (await api.graphql(PUBLISH, { input: { id: workflow.id } })).body.data.workflowPublish;
  expect(refused.__typename).toBe("ValidationError");
  expect(await countRows(api.db)).toEqual(before);

  const good = await create({});
  const version = async () =>
    (await api.db.selectFrom("trigger_sets").select("version").executeTakeFirst())?.version ?? 0;
  const set = await version();
  await api.graphql(PUBLISH, { input: { id: good.workflow.id } });
  expect(await version()).toBe(set + 1);
});

test("a graph whose branch names missing nodes is published with a warning for each", async () => {
  const { workflow, problems } = await create({ graph: leadGraph, publish: true });
  expect(problems.map((problem: { code: string }) => problem.code)).toEqual([
    "BRANCH_NEXT_UNKNOWN",
    "BRANCH_NEXT_UNKNOWN",
    "NO_TRIGGER",
  ]);
  expect(problems[0].path).toBe("/nodes/4/data/cases/0/next");
  expect(workflow.publishedVersion.number).toBe(1);
});

test("a draft is saved with its problems and returns them", async () => {
  const { workflow, problems } = await create({
    graph: { nodes: [{ id: "x", type: "no_such_type", data: {} }], edges: [], mine: { kept: true } },
  });
  expect(problems.map((problem: { severity: string }) => problem.severity)).toContain("ERROR");
  const { body } = await api.graphql(`query ($id: ID!) { workflow(id: $id) { graph problems { code path hint } } }`, {
    id: workflow.id,
  });
  expect(body.data.workflow.graph.mine).toEqual({ kept: true });
  expect(body.data.workflow.problems[0].hint).not.toBe("");
});

test("if two people save the same revision, the second is refused, and nothing of the first is lost", async () => {
  const { workflow } = await create({});
  const save = (name: string) => api.graphql(SAVE, { input: { id: workflow.id, draftRevision: 1, name } });
  const answers = (await Promise.all([save("one"), save("two")])).map(({ body }) => body.data.workflowSaveDraft);
  expect(answers.map((answer) => answer.__typename).toSorted()).toEqual(["ConflictError", "WorkflowSaveDraftPayload"]);
  expect(answers.find((answer) => answer.code)).toMatchObject({ code: "REVISION_CONFLICT", path: "/draftRevision" });
});

test("twenty concurrent publishes of twenty drafts give consecutive versions, each of a different draft", async () => {
  const { workflow } = await create({});
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => {
      const graph = { ...smallGraph, settings: { n } };
      return await api.request("PUT", `/workflows/${workflow.id}`, { graph });
    }),
  );
  const numbers = answers.map(({ body }) => body.version as number).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test("publishing again, even after a rename, makes no version; a different layout or trigger makes one", async () => {
  const { workflow } = await create({ publish: true, triggers: [{ eventType: "a" }] });
  const put = async (body: object) => (await api.request("PUT", `/workflows/${workflow.id}`, body)).body;
  expect(await put({ name: "renamed" })).toMatchObject({ version: 1, latestVersion: 1, name: "renamed" });
  expect(await put({})).toMatchObject({ version: 1, latestVersion: 1 });
  const [first, ...others] = smallGraph.nodes;
  const moved = { ...smallGraph, nodes: [{ ...first, position: { x: 1, y: 2 } }, ...others] };
  expect(await put({ graph: moved })).toMatchObject({ version: 2 });
  expect(await put({ triggers: [{ eventType: "b" }] })).toMatchObject({ version: 3 });
  // An older version is live again. The draft still equals the newest version, which is published without a new number.
  await api.request("POST", `/workflows/${workflow.id}/publish`, { version: 1 });
  expect(await put({})).toMatchObject({ version: 3, publishedVersion: 3, latestVersion: 3 });
});

test("a workflow without triggers is published with a warning that names it", async () => {
  const { problems } = await create({ name: "by hand", publish: true });
  expect(problems).toEqual([{ code: "NO_TRIGGER", severity: "WARNING", path: "/triggers" }]);
  const { body } = await api.request("POST", "/workflows", { name: "by hand", graph: smallGraph });
  expect(body.problems[0].message).toContain("by hand");
});

test("an archived workflow is still found but not started; a deleted one is in no list, but executions still refer to it", async () => {
  const { workflow } = await create({ name: "to be archived", publish: true });
  const archive = `mutation ($id: ID!) { workflowArchive(input: { id: $id }) { ... on WorkflowArchivePayload { workflow { status } } ... on Error { code } } }`;
  expect((await api.graphql(archive, { id: workflow.id })).body.data.workflowArchive.workflow.status).toBe("ARCHIVED");
  expect((await api.graphql(PUBLISH, { input: { id: workflow.id } })).body.data.workflowPublish.code).toBe(
    "WORKFLOW_ARCHIVED",
  );
  const back = await api.request("POST", `/workflows/${workflow.id}/unarchive`);
  expect(back.body).toMatchObject({ status: "active", publishedVersion: 1 });
  expect((await api.request("POST", `/workflows/${workflow.id}/unarchive`)).body.status).toBe("active");
  await api.graphql(archive, { id: workflow.id });
  const list = `{ workflows(archived: true, search: "BE ARCH") { nodes { id } } }`;
  expect((await api.graphql(list)).body.data.workflows.nodes).toEqual([{ id: workflow.id }]);

  const remove = `mutation ($id: ID!) { workflowDelete(input: { id: $id }) { ... on WorkflowDeletePayload { deletedId } ... on Error { code } } }`;
  expect((await api.graphql(remove, { id: workflow.id })).body.data.workflowDelete.deletedId).toBe(workflow.id);
  expect((await api.graphql(remove, { id: workflow.id })).body.data.workflowDelete.code).toBe("NOT_FOUND");
  expect((await api.graphql(list)).body.data.workflows.nodes).toEqual([]);
  const gone = await api.graphql(
    `query ($id: ID!) { workflow(id: $id) { id } node(id: $id) { ... on Workflow { status } } }`,
    { id: workflow.id },
  );
  expect(gone.body.data).toEqual({ workflow: null, node: { status: "DELETED" } });
});

test("pages contain every workflow once, forwards and backwards", async () => {
  const all = (await api.graphql(`{ workflows(first: 200) { nodes { id } } }`)).body.data.workflows.nodes.map(
    (node: { id: string }) => node.id,
  );
  const forwards: string[] = [];
  for (let after: string | null = null; ;) {
    const { body } = await api.graphql(
      `query ($after: String) { workflows(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    forwards.push(...body.data.workflows.nodes.map((node: { id: string }) => node.id));
    if (!body.data.workflows.pageInfo.hasNextPage) break;
    after = body.data.workflows.pageInfo.endCursor;
  }
  expect(forwards).toEqual(all);
  const last = (await api.graphql(`{ workflows(last: 2) { nodes { id } } }`)).body.data.workflows.nodes;
  expect(last.map((node: { id: string }) => node.id)).toEqual(all.slice(-2));
});

test("node types are those of the machine and those that workers registered, and each is found by its global id", async () => {
  const { body } = await api.graphql(
    `{ nodeTypes { id type runs input pack { name } } node(id: "node_type:http_call") { ... on NodeType { title } } }`,
  );
  const types = body.data.nodeTypes.map((type: { type: string }) => type.type);
  expect(types).toEqual(expect.arrayContaining(["start", "branch", "delay", "http_call", "send_notification"]));
  expect(body.data.node).toEqual({ title: "HTTP call" });
});

test("validateGraph returns the problems that publishing would report, and stores nothing", async () => {
  const before = await countRows(api.db);
  const ask = `query ($graph: JSON!) { validateGraph(graph: $graph) { publishable problems { code severity } } }`;
  expect((await api.graphql(ask, { graph: smallGraph })).body.data.validateGraph.publishable).toBe(true);
  expect((await api.graphql(ask, { graph: { nodes: "none" } })).body.data.validateGraph).toMatchObject({
    publishable: false,
  });
  expect(await countRows(api.db)).toEqual(before);
});
