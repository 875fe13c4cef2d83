import { expect, test } from "vitest";
import { dispatchSetup } from "./dispatch-setup.ts";
import { mortalDispatcher } from "./mortal-dispatcher.ts";

test("a dispatcher that dies while it stops has ended", async () => {
  const setup = await dispatchSetup();
  try {
    const mortal = mortalDispatcher(setup, { pauses: [0], death: { point: "claim", visit: 1 } }, "mortal that stops");
    // It begins its first round at once, and is asked to stop before the round comes to its first effect.
    const started = mortal.start();
    await expect(mortal.end()).resolves.toBeUndefined();
    await started;
  } finally {
    await setup.end();
  }
}, 20_000);
