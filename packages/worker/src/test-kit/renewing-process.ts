import { builtinPack } from "@tempograph/activities";
import { findStepConnection, openDatabase } from "@tempograph/db";
import { createEgressFetch } from "@tempograph/nodes-sdk";
import { createKeyRing } from "@tempograph/runtime";
import { keptCredentials } from "../connections/kept-credentials.ts";

// A process that renews the tokens of a connection and stops between the answer and its storing, to be killed there.

const { url, name, key, fields } = JSON.parse(process.env["RENEWING"]!) as {
  url: string;
  name: string;
  key: string;
  fields: Record<string, unknown>;
};
const secret = Buffer.from(key, "base64");
const master = createKeyRing("master keys", "test", { current: "k", keys: new Map([["k", { id: "k", secret }]]) });
const db = openDatabase(url);
const kept = keptCredentials(db, master, {
  fault: async (point) => {
    if (point !== "obtained") return;
    process.send!("obtained");
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  },
});
const type = builtinPack.connections!.find((each) => each.type === "oauth2.authorization_code")!;
const connection = (await findStepConnection(db, { project: "main" }, name))!;
const request = { method: "GET", url: new URL("https://api.example"), headers: new Headers(), bodyIsStream: false };
await type.authorize!(request, fields, {
  fetch: createEgressFetch({ allow: ["127.0.0.1"] }),
  signal: new AbortController().signal,
  kept: kept.of(connection),
  conceal: () => undefined,
});
