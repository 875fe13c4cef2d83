import { Alert, Group, Loader, Text } from "@mantine/core";
import { useEffect, type ReactElement } from "react";
import { connection, request, useStore } from "../data/index.ts";

const ASK_EVERY_MS = 1_000;

/** Says that the API is away, and asks until it is back. What the page showed stays; what it follows goes on behind the last update. */
export function ConnectionNotice(): ReactElement | null {
  const isLost = useStore(connection) === "lost";
  useEffect(() => {
    if (!isLost) return undefined;
    // An answer of any kind sets the connection to "ok".
    const timer = setInterval(() => {
      request("GET", "/auth/methods", { needsSession: false }).catch(() => undefined);
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isLost]);
  if (!isLost) return null;
  return (
    <output>
      <Alert color="yellow" variant="light" mb="md" role="note">
        <Group gap="sm">
          <Loader size="xs" aria-hidden />
          <Text size="sm">
            The API does not answer. What you see may be old; the page goes on as soon as the API is back.
          </Text>
        </Group>
      </Alert>
    </output>
  );
}
