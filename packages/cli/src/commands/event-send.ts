import { readJson } from "../operations/read-value.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

const HELP = `
Examples:
  tempograph event send lead.created --data '{"lead": {"score": 90}}'
  tempograph event send order.created --data @order.json --key order-7
  cat order.json | tempograph event send order.created --data -
`;

export const eventSend: FriendlyCommand = {
  words: ["event", "send"],
  summary: "Send an event",
  describe(command, bind) {
    command
      .argument("<type>", "the event type, such as lead.created")
      .option("--data <json>", "the payload as JSON, @file or - for stdin", "{}")
      .option("--source <text>", "the system that sends the event (default: api)")
      .option("--subject <text>", "what the event is about")
      .option("--key <text>", "the idempotency key: an event that is sent again with it counts once")
      .addHelpText("after", HELP);
    bind(command, async ({ shell, client, print }, [type = ""], options) => {
      const { source, subject, key, data } = options as { [name: string]: string | undefined };
      const sent = await client().eventSend({
        ...{ type, source, subject, idempotencyKey: key },
        data: readJson(shell, "--data", data ?? "{}"),
      });
      print.result(sent, () => `${sent.id}${sent.deduplicated ? " (was sent before)" : ""}\n`);
    });
  },
};
