import { counted } from "../../ui/counted.ts";
import type { Preview } from "./documents.ts";

/** What a removal would take, in sentences. */
export function previewText({ histories, values, executions, kept, capped }: Preview): string {
  const losses = [
    ...(executions > 0 ? [`${counted(executions, "execution")} would be removed`] : []),
    ...(values > 0 ? [`${counted(values, "execution")} would lose their data`] : []),
    ...(histories > 0 ? [`${counted(histories, "execution")} would lose Temporal's history`] : []),
  ];
  const sentences = [losses.length === 0 ? "Nothing would be removed." : `${inOne(losses)}.`];
  if (kept > 0)
    sentences.push(
      `${counted(kept, "execution")} would stay although their time is over, because they are held, not copied from Temporal, or needed by what is open.`,
    );
  if (capped) sentences.push("There are more: the 5,000 that closed first were counted.");
  return sentences.join(" ");
}

function inOne(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)!}`;
}
