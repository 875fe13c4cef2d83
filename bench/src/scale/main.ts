import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SECTIONS } from "./sections/index.ts";
import type { ScaleOptions } from "./sections/section.ts";

const HELP = `bench:scale: how Tempograph does with a million executions.

  --executions <n> default 1000000
  --history <n>    history events; default 30000000
  --workflows <n>  default 100000
  --triggers <n>   workflows with a trigger for one type of events; default 10000
  --calls <n>      calls of each list, with different values; default 100
  --most-s <n>     seconds after which a slow list is asked no more; default 30
  --only <text>    only lists whose name contains it, such as \`executions?text\`, and no other section
  --sections <s>   only these fields of the result, by comma, such as \`listsMs,matchMs10000\`
  --cache-dir <d>  where filled databases are kept; default: tempograph/bench in the user's cache folder. A full one has 30 GB
  --json           accepted: the last line on stdout is one JSON object in any case

listsMs          every list of the API over HTTP, in each order, with each filter, and counted
matchMs10000     one event against 10,000 triggers of its type
ingestPerS       events that are stored durably and acknowledged per second
subscribers      1,000 live subscribers, while their 1,000 executions wake within a second
retentionRowsPerS rows that retention removes, with their export to a folder
mirrorLagMs      from the close of an execution in Temporal to its rows, with 32 in flight

The database is filled by SQL once and kept, so that the next run begins at once; the lists are read from it. The other sections begin with
an empty one. A section that is not measured is null, with the reason in notMeasured.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      executions: { type: "string", default: "1000000" },
      history: { type: "string", default: "30000000" },
      workflows: { type: "string", default: "100000" },
      triggers: { type: "string", default: "10000" },
      calls: { type: "string", default: "100" },
      "most-s": { type: "string", default: "30" },
      only: { type: "string" },
      sections: { type: "string" },
      "cache-dir": { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const options: ScaleOptions = {
    sizes: {
      ...{ executions: Number(values.executions), historyEvents: Number(values.history) },
      ...{ workflows: Number(values.workflows), triggers: Number(values.triggers) },
    },
    cacheDir: values["cache-dir"] ?? join(cache, "tempograph", "bench"),
    ...{ calls: Number(values.calls), mostMs: Number(values["most-s"]) * 1_000, only: values.only, say },
  };
  const wanted = (values.sections ?? (values.only === undefined ? undefined : "listsMs"))?.split(",");
  const unknown = wanted?.find((name) => SECTIONS[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`There is no section ${unknown}; there are ${Object.keys(SECTIONS).join(", ")}.`);

  const found: Record<string, unknown> = { sizes: options.sizes };
  const notMeasured: Record<string, string> = {};
  for (const [name, section] of Object.entries(SECTIONS)) {
    found[name] = null;
    if (typeof section === "string") notMeasured[name] = section;
    else if (wanted?.includes(name) === false) notMeasured[name] = "Left out by --sections or --only.";
    else {
      const measured = await section.measure(options);
      Object.assign(found, { [name]: measured.value }, measured.beside);
      Object.assign(notMeasured, measured.notMeasured);
    }
  }
  process.stdout.write(`${JSON.stringify({ ...found, notMeasured })}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
