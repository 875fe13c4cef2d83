import { TempographError } from "@tempograph/client";
import { findTarget } from "../contexts/target.ts";
import type { FriendlyCommand } from "./friendly-command.ts";

type Problem = ConstructorParameters<typeof TempographError>[0];

export const open: FriendlyCommand = {
  words: ["open"],
  summary: "Print an address that opens the dashboard and signs you in, once and within an hour",
  describe(command, bind) {
    bind(command, async ({ shell, options, print, client }) => {
      // Says what is wrong with the server or the token.
      await client().viewer();
      const { url, token = "" } = findTarget(shell, options);
      const answer = await fetch(new URL("/auth/links", url), {
        ...{ method: "POST", signal: shell.signal },
        headers: { authorization: `Bearer ${token}` },
      });
      const content: unknown = await answer.json();
      if (!answer.ok) throw new TempographError(content as Problem, { status: answer.status });
      // The answer is a path, because only the caller knows under which address a browser reaches the API.
      const { path, expiresAt } = content as { readonly path: string; readonly expiresAt: string };
      const link = { url: new URL(path, url).href, expiresAt };
      print.result(link, () => `${link.url}\n`);
    });
  },
};
