import { styleText } from "node:util";

export type Format = Parameters<typeof styleText>[0];

/** Where the demo tells people what happens: stdout, or stderr when stdout belongs to the JSON object. */
export type Printer = {
  line(text?: string): void;
  /** In a colour where a person looks at it: only on a terminal, and not under NO_COLOR. */
  paint(format: Format, text: string): string;
};

export function createPrinter(stream: NodeJS.WriteStream): Printer {
  return {
    line: (text = "") => void stream.write(`${text}\n`),
    paint: (format, text) => styleText(format, text, { stream, validateStream: true }),
  };
}
