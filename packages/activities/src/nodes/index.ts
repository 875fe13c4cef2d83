import { defineNodePack, type NodePack } from "@tempograph/nodes-sdk";
import { builtinConnections } from "../connections/index.ts";
import { builtinSources } from "../sources/index.ts";
import { httpCall } from "./http-call.ts";
import { log } from "./log.ts";
import { notificationConfig } from "./notification/notification-config.ts";
import { sendEmail } from "./send-email.ts";
import { sendNotification } from "./send-notification.ts";

/** The side effects that every stack has. What costs no side effect (delay, branch, set …) belongs to the machine. */
export const builtinPack: NodePack = defineNodePack({
  name: "tempograph",
  version: "0.1.0",
  nodes: [httpCall, log, sendEmail, sendNotification],
  connections: builtinConnections,
  sources: builtinSources,
  config: notificationConfig,
});
