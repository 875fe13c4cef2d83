import { Alert, Group, Loader, Text } from "@mantine/core";
import { useEffect, type ReactElement } from "react";
import { connection, lateAnswers, pause, request, useStore, whenVisible } from "../data/index.ts";

const ASK_EVERY_MS = 1_000;
/** An API that takes the question and does not answer is asked again after this time. */
const ANSWERS_WITHIN_MS = 5_000;

const LOST = "The API does not answer. What you see may be old; the page goes on as soon as the API is back.";
const LATE =
  "The API takes long to answer. What you see may be old; the page waits, and what you have changed is not lost.";

/**
 * Says that the API is away, and asks until it is back; or that it takes long. What the page showed stays; what it follows goes on behind the last
 * update.
 */
export function ConnectionNotice(): ReactElement | null {
  const isLost = useStore(connection) === "lost";
  const isLate = useStore(lateAnswers) > 0;
  useEffect(() => {
    if (!isLost) return undefined;
    const leaving = new AbortController();
    void askUntil(leaving.signal);
    return () => leaving.abort();
  }, [isLost]);
  if (!isLost && !isLate) return null;
  return (
    <output>
      <Alert color="yellow" variant="light" mb="md" role="note">
        <Group gap="sm">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{isLost ? LOST : LATE}</Text>
        </Group>
      </Alert>
    </output>
  );
}

/** Asks one question at a time, while somebody can see the page. An answer of any kind sets the connection to "ok". */
async function askUntil(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(ASK_EVERY_MS, signal);
    await whenVisible(signal);
    if (signal.aborted) return;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]);
    await request("GET", "/auth/methods", { needsSession: false, signal: limit }).catch(() => undefined);
  }
}
