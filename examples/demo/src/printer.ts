import { styleText } from "node:util";

export type Format = Parameters<typeof styleText>[0];

/** Prints messages for people: on stdout, or on stderr if stdout is for the JSON object. */
export type Printer = {
  line(text?: string): void;
  /** The text in a colour, if the output is a terminal and NO_COLOR is not set. */
  paint(format: Format, text: string): string;
};

export function createPrinter(stream: NodeJS.WriteStream): Printer {
  return {
    line: (text = "") => void stream.write(`${text}\n`),
    paint: (format, text) => styleText(format, text, { stream, validateStream: true }),
  };
}
