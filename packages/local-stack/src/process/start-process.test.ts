import { execPath } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { startProcess } from "./start-process.ts";

test("a child with a channel is answered, and one without has none", async () => {
  const script = `
    process.on("message", ({ id, pid }) => console.log("killed " + id + " " + pid));
    console.log(process.send === undefined ? "no channel" : "channel");
    process.send?.({ ask: "killWorker", id: 7 });
    setTimeout(() => {}, 60_000);`;
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const asking = await startProcess({
    ...{ command: execPath, args: ["-e", script], onLine },
    onMessage: (message, reply) => reply({ id: (message as { id: number }).id, pid: 42 }),
  });
  onTestFinished(async () => void (await asking.kill9()));
  await eventually(() => lines.length === 2);
  expect(lines).toEqual(["channel", "killed 7 42"]);
  const alone = await startProcess({ command: execPath, args: ["-e", script], onLine });
  onTestFinished(async () => void (await alone.kill9()));
  await eventually(() => lines.length === 3);
  expect(lines[2]).toBe("no channel");
});

test("the reason for which a program of Go breaks off is kept, however long the stacks behind it are", async () => {
  const script = `
    for (const line of ["hello", "panic: listen tcp: address already in use", "", ...Array(60).fill("main.main()")]) console.error(line);`;
  const lines: string[] = [];
  const child = await startProcess({ command: execPath, args: ["-e", script], onLine: (line) => lines.push(line) });
  await child.exited;
  await eventually(() => lines.length === 63);
  expect(child.tail().split("\n").slice(0, 3)).toEqual([
    "panic: listen tcp: address already in use",
    "…",
    "main.main()",
  ]);
});
