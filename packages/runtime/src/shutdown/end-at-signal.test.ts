import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

/** Runs a process whose `stop` is the given code, sends it SIGTERM when it is ready, and gives what it wrote and how it ended. */
async function end(stop: string, { withinMs, again = false }: { withinMs: number; again?: boolean }) {
  const code = `
    import { endAtSignal } from ${JSON.stringify(new URL("./end-at-signal.ts", import.meta.url).href)};
    const say = (...args) => console.log(args.at(-1));
    setInterval(() => {}, 1_000);
    endAtSignal({ stop: async () => { say("stopping"); ${stop} }, withinMs: ${withinMs}, logger: { warn: say, error: say } });
    say("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let said = "";
  for await (const chunk of child.stdout) {
    const text = String(chunk);
    said += text;
    if (text.includes("ready")) child.kill("SIGTERM");
    if (again && text.includes("stopping")) child.kill("SIGTERM");
  }
  return { said, code: (await closed)[0] as number | null };
}

const NEVER = "await new Promise(() => {});";

test("what ends in order ends the process with 0", async () => {
  expect(await end("", { withinMs: 60_000 })).toMatchObject({ code: 0 });
});

test("what fails, or does not end in time, ends it with 1 and a line in the log", async () => {
  const failed = await end("throw new Error('no')", { withinMs: 60_000 });
  expect(failed).toMatchObject({ code: 1, said: expect.stringContaining("could not end in order") });
  const late = await end(NEVER, { withinMs: 50 });
  expect(late).toMatchObject({ code: 1, said: expect.stringContaining("did not end in time") });
});

test("a second signal ends it at once", async () => {
  const twice = await end(NEVER, { withinMs: 3_600_000, again: true });
  expect(twice).toMatchObject({ code: 1, said: expect.stringContaining("second signal") });
});
