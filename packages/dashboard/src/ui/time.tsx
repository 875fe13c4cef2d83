import { Text, type TextProps } from "@mantine/core";
import type { ReactElement } from "react";
import { agoText, durationText, exactText } from "./moments.ts";
import { useNow } from "./use-now.ts";

interface AgoProps extends TextProps {
  /** RFC 3339, as the API gives it. */
  readonly at: string;
}

/** A moment as people say it; the exact one in the viewer's zone on hover. */
export function Ago({ at, ...text }: AgoProps): ReactElement {
  const now = useNow();
  return (
    <Text span inherit style={{ whiteSpace: "nowrap" }} {...text} component="time" dateTime={at} title={exactText(at)}>
      {agoText(at, now)}
    </Text>
  );
}

interface LastsProps extends TextProps {
  readonly from: string;
  /** Absent: until now, and going on. */
  readonly to?: string | null | undefined;
}

/** How long something took, or has taken so far. */
export function Lasts({ from, to, ...text }: LastsProps): ReactElement {
  const now = useNow();
  const ms = Math.max(0, (to == null ? now : Date.parse(to)) - Date.parse(from));
  return (
    <Text span inherit {...text} title={`${exactText(from)} – ${to == null ? "now" : exactText(to)}`}>
      {durationText(ms)}
    </Text>
  );
}
