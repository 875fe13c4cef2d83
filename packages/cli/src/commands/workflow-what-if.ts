import type { Output } from "@tempograph/client";
import { readJson, readValue } from "../operations/read-value.ts";
import { workflowIdOf } from "../operations/named-ids.ts";
import { plainText } from "../output/plain-text.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

type Report = Output<"whatIfProgress">;

const HELP = `
Matches the newest events with the changed triggers and with the published ones. Nothing is started or stored.
While it works, a terminal shows how far it is. With --json only the last report is printed.

Examples:
  tempograph workflow what-if sales/hot-leads
  tempograph workflow what-if sales/hot-leads --triggers '[{"eventType": "lead", "condition": "{{ payload.score > 70 }}"}]' --events 5000
`;

export const workflowWhatIf: FriendlyCommand = {
  words: ["workflow", "what-if"],
  summary: "Say what changed triggers would have done with the last events",
  describe(command, bind) {
    command
      .argument("<workflow>", "a workflow's id or key")
      .option("--triggers <json>", "the changed triggers as JSON, @file or - for stdin (default: those of the draft)")
      .option("--events <n>", "how many events: the newest ones, 1 to 10,000 (default: 1,000)")
      .addHelpText("after", HELP);
    bind(command, async ({ shell, print, client: connect }, [workflow = ""], { triggers, events }) => {
      const input = {
        ...(triggers !== undefined && { triggers: readJson(shell, "--triggers", triggers as string) as never }),
        ...(events !== undefined && {
          events: readValue(shell, { name: "events", type: "integer", required: false }, events as string) as number,
        }),
      };
      const client = connect();
      const reports = client.whatIfProgress(
        { ...input, workflowId: await workflowIdOf(client, workflow) },
        { signal: shell.signal },
      );
      let last: Report | undefined;
      try {
        for await (const report of reports) {
          last = report;
          print.progress(`${report.examined} events examined: ${report.more} more, ${report.fewer} fewer`);
        }
      } finally {
        print.progress("");
      }
      print.result(last, () => reportText(last!));
    });
  },
};

function reportText({ examined, before, after, more, fewer, failed, undecided, changed }: Report): string {
  const lines = [
    `Of ${examined} events the published triggers take ${before}, the changed ones ${after}: ${more} more, ${fewer} fewer.`,
    ...(failed > 0 ? [`For ${failed} a changed condition cannot be evaluated.`] : []),
    ...(undecided > 0
      ? [`For ${undecided} the answer depends on something that was not found out when the event came.`]
      : []),
    ...changed.map(({ eventId, change, sentence }) => `${change.padEnd(5)}  ${eventId}  ${plainText(sentence)}`),
    ...(changed.length < more + fewer ? [`… and ${more + fewer - changed.length} others.`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
