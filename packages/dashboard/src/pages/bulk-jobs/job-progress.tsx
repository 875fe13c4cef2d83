import { Progress, Text } from "@mantine/core";
import type { ReactElement } from "react";

interface Props {
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
}

/** How far a job is, as a bar and in words. */
export function JobProgress({ total, done, skipped, failed }: Props): ReactElement {
  const share = (count: number): number => (total === 0 ? 0 : (count / total) * 100);
  const words = [`${String(done + skipped + failed)} of ${String(total)}`, `${String(done)} done`];
  if (skipped > 0) words.push(`${String(skipped)} skipped`);
  if (failed > 0) words.push(`${String(failed)} refused`);
  return (
    <>
      <Progress.Root aria-hidden>
        <Progress.Section value={share(done)} color="green" withAria={false} />
        <Progress.Section value={share(skipped)} color="gray" withAria={false} />
        <Progress.Section value={share(failed)} color="red" withAria={false} />
      </Progress.Root>
      <Text size="sm" mt={4}>
        {words.join(", ")}
      </Text>
    </>
  );
}
