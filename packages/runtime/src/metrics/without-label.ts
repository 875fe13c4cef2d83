const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/g;

/** Metrics in Prometheus' text format without a label: samples that differ in it alone are added up. */
export function withoutLabel(text: string, name: string): string {
  const lines: (string | { readonly series: string; value: number })[] = [];
  const known = new Map<string, { readonly series: string; value: number }>();
  for (const line of text.split("\n")) {
    const [, metric, labels, value] = SAMPLE.exec(line) ?? [];
    if (metric === undefined || line.startsWith("#")) {
      if (line !== "") lines.push(line);
      continue;
    }
    const kept = [...(labels ?? "").matchAll(LABEL)].filter(([, label]) => label !== name);
    const inner = kept.map(([, label, text]) => `${label}="${text}"`).join(",");
    const series = inner === "" ? metric : `${metric}{${inner}}`;
    const before = known.get(series);
    if (before !== undefined) before.value += Number(value);
    else {
      const sample = { series, value: Number(value) };
      known.set(series, sample);
      lines.push(sample);
    }
  }
  const written = lines.map((line) => (typeof line === "string" ? line : `${line.series} ${textOf(line.value)}`));
  return written.length === 0 ? "" : `${written.join("\n")}\n`;
}

function textOf(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
