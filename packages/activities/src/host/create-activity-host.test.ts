import { defineNodePack } from "@tempograph/nodes-sdk";
import { expect, test } from "vitest";
import { httpCall } from "../nodes/http-call.ts";
import { builtinPack } from "../nodes/index.ts";
import { createActivityHost } from "./create-activity-host.ts";

test("activities have the names of their node types, and there is a fallback", () => {
  const { activities, manifests } = createActivityHost({ packs: [builtinPack] });
  const types = builtinPack.nodes.map(({ type }) => type);
  expect(types).toEqual(expect.arrayContaining(["http_call", "log", "send_notification"]));
  expect(Object.keys(activities).toSorted()).toEqual(["connection_test", "default", ...types].toSorted());
  expect(manifests.map(({ type }) => type)).toEqual(types);
  for (const manifest of manifests) {
    expect(manifest).toMatchObject({ runs: "activity", pack: { name: "tempograph" }, input: { type: "object" } });
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  }
});

test("http_call declares when it is idempotent, and its schema accepts the data of existing workflows", () => {
  const { manifests } = createActivityHost({ packs: [builtinPack] });
  const http = manifests.find(({ type }) => type === "http_call")!;
  expect(http.idempotent).toEqual({
    when: { in: [{ var: ["method", "GET"] }, ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]] },
  });
  expect(http.input).toMatchObject({ required: ["url"] });
});

test("two packs with the same node type are refused, both named", () => {
  const other = defineNodePack({ name: "@acme/nodes", version: "2.0.0", nodes: [httpCall] });
  expect(() => createActivityHost({ packs: [builtinPack, other] })).toThrow(
    /"http_call" comes from two packs: tempograph@0\.1\.0 and @acme\/nodes@2\.0\.0/,
  );
});

test("a configuration that does not fit is refused at the start, without its values", () => {
  const config = { tempograph: { smtp: { host: 1, password: "hunter2" } } };
  const create = () => createActivityHost({ packs: [builtinPack], config });
  expect(create).toThrow(/tempograph does not fit.*smtp\.host.*smtp\.from/);
  expect(create).not.toThrow(/hunter2/);
});

test("an egress entry that cannot be read is refused at the start", () => {
  expect(() => createActivityHost({ packs: [], egress: { allow: ["http://x"] } })).toThrow(/egress\.allow/);
});
