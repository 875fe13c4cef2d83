import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { ann: ["admin"], "bob@billing": ["admin"] } });
});
afterAll(() => api.stop());

const update = (body: object, path = "/projects/billing") => api.as("ann").request("PUT", path, body);

test("an admin of the installation says where the steps of a project may call", async () => {
  expect(await update({ egressOnly: ["api.example", "10.0.0.0/8"], egressDeny: ["10.1.0.0/16"] })).toMatchObject({
    status: 200,
    body: { egressOnly: ["api.example", "10.0.0.0/8"], egressDeny: ["10.1.0.0/16"] },
  });
  // What is not sent stays.
  expect(await update({ name: "B" })).toMatchObject({ body: { egressOnly: ["api.example", "10.0.0.0/8"] } });
  expect(await update({ egressOnly: [] })).toMatchObject({ body: { egressOnly: [], egressDeny: ["10.1.0.0/16"] } });
  expect(await update({ egressOnly: ["*"], egressDeny: [] })).toMatchObject({
    body: { egressOnly: null, egressDeny: [] },
  });
  expect(await update({ egressDeny: ["ok.example", "http://x"] })).toMatchObject({
    status: 400,
    body: { code: "INVALID_INPUT", path: "/egressDeny/1" },
  });
  expect(await api.as("bob@billing").request("PUT", "/projects/billing", { egressOnly: ["*"] })).toMatchObject({
    status: 403,
  });
});

test("GraphQL says the same", async () => {
  const answer = await api.as("ann").graphql(
    `mutation { projectUpdate(input: { id: "billing", egressDeny: ["evil.example"] }) {
      ... on ProjectUpdatePayload { project { egressOnly egressDeny } } ... on Error { code message } } }`,
  );
  expect(answer.body.data.projectUpdate).toEqual({ project: { egressOnly: null, egressDeny: ["evil.example"] } });
});
