import { Alert, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import type { ApiError } from "../data/index.ts";
import { ErrorCode } from "./error-code.tsx";

/** Says that what is shown could not be read again, for a reason that passes. */
export function OldData({ error: { code, message } }: { readonly error: ApiError }): ReactElement {
  return (
    <output>
      <Alert color="yellow" variant="light" role="note">
        <Group gap="sm">
          <Text size="sm">{message} What you see may be old; the page reads it again by itself.</Text>
          <ErrorCode code={code} />
        </Group>
      </Alert>
    </output>
  );
}
