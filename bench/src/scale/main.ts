import { homedir } from "node:os";
import { join } from "node:path";
import { runBenchmark, say, UsageError, type Values } from "../benchmark.ts";
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

const options = {
  ...{ executions: 1_000_000, history: 30_000_000, workflows: 100_000, triggers: 10_000 },
  ...{ calls: 100, "most-s": 30, only: null, sections: null, "cache-dir": null },
} as const;

async function measure(values: Values<typeof options>): Promise<object> {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const asked: ScaleOptions = {
    sizes: {
      ...{ executions: values.executions, historyEvents: values.history },
      ...{ workflows: values.workflows, triggers: values.triggers },
    },
    cacheDir: values["cache-dir"] ?? join(cache, "tempograph", "bench"),
    ...{ calls: values.calls, mostMs: values["most-s"] * 1_000, only: values.only, say },
  };
  const wanted = (values.sections ?? (values.only === undefined ? undefined : "listsMs"))?.split(",");
  const unknown = wanted?.find((name) => SECTIONS[name] === undefined);
  if (unknown !== undefined)
    throw new UsageError(`There is no section ${unknown}; there are ${Object.keys(SECTIONS).join(", ")}.`);

  const found: Record<string, unknown> = { sizes: asked.sizes };
  const notMeasured: Record<string, string> = {};
  for (const [name, section] of Object.entries(SECTIONS)) {
    found[name] = null;
    if (typeof section === "string") notMeasured[name] = section;
    else if (wanted?.includes(name) === false) notMeasured[name] = "Left out by --sections or --only.";
    else {
      const measured = await section.measure(asked);
      Object.assign(found, { [name]: measured.value }, measured.beside);
      Object.assign(notMeasured, measured.notMeasured);
    }
  }
  return { ...found, notMeasured };
}

await runBenchmark({ help: HELP, options, measure });
