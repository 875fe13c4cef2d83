/** For the programs that `killAt` kills: a fault point that says when the process is at `POINT`, and waits there forever. */
export async function waitToBeKilled(point: string): Promise<void> {
  if (point !== process.env["POINT"]) return;
  process.stdout.write(`at ${point}\n`);
  await new Promise(() => {});
}
