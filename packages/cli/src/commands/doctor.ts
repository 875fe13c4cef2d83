import { TempographError, type Client } from "@tempograph/client";
import { NOT_GOOD } from "../exit-code.ts";
import { withCommands } from "../operations/command-name.ts";
import { plainText } from "../output/plain-text.ts";
import { WrongCall } from "../wrong-call.ts";
import { repair } from "./repair.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

interface Finding {
  readonly name: string;
  readonly title: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What is looked at, in this order. A check that throws has found something. */
const checks: readonly (readonly [name: string, look: (client: Client) => Promise<Finding[]>])[] = [
  ["server", async (client) => await checkServer(client)],
  ["parts", async (client) => await checkParts(client)],
  [
    "token",
    async (client) => {
      const { name, roles, project } = await client.viewer();
      return [
        {
          name: "token",
          title: "Your token",
          ok: true,
          message: `${name} (${roles.join(", ")}) in the project ${project}`,
        },
      ];
    },
  ],
  [
    "node types",
    async (client) => {
      const { items } = await client.nodeTypes();
      const fromWorkers = items.filter(({ runs }) => runs === "activity").length;
      const message = `${items.length} node types, ${fromWorkers} of them from workers`;
      const hint = "No worker has registered its node types yet. Start a worker.";
      return [
        { name: "node types", title: "Node types", ok: fromWorkers > 0, message, ...(fromWorkers === 0 && { hint }) },
      ];
    },
  ],
];

export const doctor: FriendlyCommand = {
  words: ["doctor"],
  summary: "Check the server, its parts and your token, and say what to do about what is wrong",
  describe(command, bind) {
    command
      .option("--repair", "decide about executions that Temporal has otherwise than they were mirrored, after asking")
      .option("--counts <temporal|mirror>", "with --repair: what counts of executions that have ended; default mirror")
      .option("-y, --yes", "with --repair: do not ask")
      .addHelpText("after", "\nEnds with 8 if a check has found something.\n");
    bind(command, async (session, _args, options) => {
      const { print, endWith } = session;
      const api = session.client();
      const findings: Finding[] = [];
      for (const [name, look] of checks) {
        findings.push(...(await look(api).catch((error: unknown) => [failed(name, error)])));
        // What is left asks Postgres, too, and would say the same after half a minute.
        if (findings.some((one) => one.name === "postgres" && !one.ok)) break;
      }
      const ok = findings.every((one) => one.ok);
      const yes = options["yes"] === true;
      const repaired =
        options["repair"] === true ? await repair(api, session, { yes, counts: whatCounts(options["counts"]) }) : [];
      print.result({ ok, findings, repaired }, () => [...lines(findings), told(repaired.length)].join(""));
      if (!ok) endWith(NOT_GOOD);
    });
  },
};

function whatCounts(given: unknown): "temporal" | "mirror" | undefined {
  if (given === undefined || given === "temporal" || given === "mirror") return given;
  throw new WrongCall("--counts is neither temporal nor mirror.");
}

function told(repaired: number): string {
  return repaired === 0 ? "" : `Decided about ${repaired} executions. A worker carries it out within some seconds.\n`;
}

async function checkServer(client: Client): Promise<Finding[]> {
  const { version } = (await client.health()) as { version?: string };
  return [
    { name: "server", title: "Server", ok: true, message: version === undefined ? "answers" : `version ${version}` },
  ];
}

/** What the server finds by itself, the account of all events among it. */
async function checkParts(client: Client): Promise<Finding[]> {
  const { items } = await client.doctor();
  return items.map(({ name, title, ok, message, hint }) => ({
    ...{ name, title, ok, message },
    ...(hint != null && { hint }),
  }));
}

function failed(name: string, error: unknown): Finding {
  if (!(error instanceof TempographError)) throw error;
  return {
    name,
    title: name.charAt(0).toUpperCase() + name.slice(1),
    ok: false,
    message: `${error.code}: ${error.message}`,
    hint: error.hint,
  };
}

function lines(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ title }) => title.length));
  return findings.map(({ title, ok, message, hint }) => {
    const advice = hint === undefined ? "" : `    ${plainText(withCommands(hint))}\n`;
    return `${ok ? "ok " : "BAD"} ${title.padEnd(width)} ${plainText(message)}\n${advice}`;
  });
}
