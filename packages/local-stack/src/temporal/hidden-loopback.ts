import { randomInt } from "node:crypto";

/**
 * An address of this machine's loopback that nobody guesses, such as 127.83.201.7, for a server that answers to every name. A web page can let
 * its own name point to 127.0.0.1 and try all ports (DNS rebinding), but it would have to try 16 million addresses as well. Where the
 * system has 127.0.0.1 alone, as macOS does, it is that.
 */
export function hiddenLoopback(platform: NodeJS.Platform = process.platform): string {
  if (platform !== "linux" && platform !== "win32") return "127.0.0.1";
  return ["127", ...[1, 2, 3].map(() => randomInt(1, 255))].join(".");
}
