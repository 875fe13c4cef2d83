import { Button, Group, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { IconChevronLeft, IconChevronRight } from "./icons.ts";

interface Props {
  /** A page of a list, as every list of the API gives it. */
  readonly list: {
    readonly totalCount: number;
    readonly totalCountCapped: boolean;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  };
  readonly onNext: (after: string) => void;
  readonly onPrevious: (before: string) => void;
  readonly onFirst: () => void;
}

/** The pages of a list by cursors: an entry that comes meanwhile moves none of them. */
export function Pager({ list, onNext, onPrevious, onFirst }: Props): ReactElement {
  const { totalCount, totalCountCapped, pageInfo } = list;
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed">
        {totalCount.toLocaleString("en")}
        {totalCountCapped ? " or more" : " in all"}
      </Text>
      {(hasNextPage || hasPreviousPage) && (
        <Group gap="xs">
          <Button variant="default" size="xs" disabled={!hasPreviousPage} onClick={onFirst}>
            First
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconChevronLeft size={14} aria-hidden />}
            disabled={!hasPreviousPage || startCursor === null}
            onClick={() => startCursor !== null && onPrevious(startCursor)}
          >
            Newer
          </Button>
          <Button
            variant="default"
            size="xs"
            rightSection={<IconChevronRight size={14} aria-hidden />}
            disabled={!hasNextPage || endCursor === null}
            onClick={() => endCursor !== null && onNext(endCursor)}
          >
            Older
          </Button>
        </Group>
      )}
    </Group>
  );
}
