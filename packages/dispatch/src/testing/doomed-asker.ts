// A process for the test that kills it while a condition's lookup is under way.
import { openDatabase } from "@tempograph/db";
import { createAsker } from "../ask/create-asker.ts";
import { createLiveTriggers } from "../match/live-triggers.ts";
import { recordingLogger } from "./recording-logger.ts";
import { waitToBeKilled } from "./wait-to-be-killed.ts";

const asker = createAsker(
  {
    ...{
      db: openDatabase(process.env["DATABASE_URL"] ?? ""),
      liveTriggers: createLiveTriggers(),
      logger: recordingLogger(),
    },
    prepareLookup: () => ({
      key: "doomed",
      run: async () => {
        await waitToBeKilled("lookup");
        return null;
      },
    }),
  },
  () => undefined,
);
await asker.begin();
await asker.idle();
