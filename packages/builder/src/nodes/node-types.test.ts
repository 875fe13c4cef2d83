import { expect, test } from "vitest";
import { builtinPack } from "@tempograph/activities";
import { manifestOf } from "@tempograph/nodes-sdk";
import type { NodeTypes } from "./node-types.ts";

/** Every field of every type that is typed by hand: one that is missing here does not compile. */
const WHOLE: {
  readonly [Type in keyof NodeTypes]: {
    readonly input: Required<NodeTypes[Type]["input"]>;
    readonly output: Required<NodeTypes[Type]["output"]>;
  };
} = {
  http_call: {
    input: {
      method: "POST",
      url: "https://example.com",
      headers: { a: "b", c: 1 },
      query: { a: null, b: [1, "x"] },
      body: { any: ["json"] },
      bodyType: "json",
      success: ["200-299", 404],
      timeoutMs: 5,
    },
    output: { status: 200, headers: { a: "b" }, body: { any: "json" } },
  },
  send_notification: {
    input: { toRole: "AE", message: "Hi", subject: "Hi", to: ["a@example.com"], channel: "log" },
    output: { channel: "log", recipients: ["AE"], messageId: "1" },
  },
  log: { input: { message: "Hi", level: "info", fields: { a: 1 } }, output: null },
};

test.each(Object.keys(WHOLE) as (keyof NodeTypes)[])("%s is typed as its schema says", (type) => {
  const node = builtinPack.nodes.find((one) => one.type === type)!;
  const { input, output } = WHOLE[type];
  const { input: schema, ports } = manifestOf(node, builtinPack);
  expect(Object.keys((schema as { properties: object }).properties).sort()).toEqual(Object.keys(input).sort());
  expect(node.input.parse(input)).toEqual(input);
  if (output !== null) expect(node.output?.parse(output)).toEqual(output);
  expect(ports).toEqual(["out"]);
});
