import { Badge, Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import {
  PageFragment,
  RefusalFragment,
  graphql,
  useApi,
  useMay,
  useOperation,
  type ResultOf,
} from "../../data/index.ts";
import { Ago, Confirm, Empty, ListTable, PageFrame, pageOf, Pager, pagerMoves, QueryView } from "../../ui/index.ts";
import { IconKey } from "../../ui/icons.ts";
import { MakeToken } from "./make-token.tsx";

const TokensQuery = graphql(
  `
    query Tokens($first: Int, $last: Int, $after: String, $before: String) {
      tokens(first: $first, last: $last, after: $after, before: $before) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          name
          roles
          createdAt
          createdBy
          expiresAt
          lastUsedAt
          revokedAt
        }
      }
    }
  `,
  [PageFragment],
);

const TokenRevoke = graphql(
  `
    mutation TokenRevoke($input: TokenRevokeInput!) {
      tokenRevoke(input: $input) {
        __typename
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

type Token = ResultOf<typeof TokensQuery>["tokens"]["nodes"][number];

const route = getRouteApi("/tokens");

/** The tokens of people and programs: make one, see which are used, take one back. */
export function TokensPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useApi(TokensQuery, pageOf(search), { keepsPrevious: true });
  const [revokes, setRevokes] = useState<Token | null>(null);
  const revoke = useOperation(TokenRevoke, { onDone: () => setRevokes(null) });
  return (
    <PageFrame
      title="Tokens"
      about="A token lets a person or a program call the API, with the rights of its roles"
      actions={may("tokenCreate") && <MakeToken />}
    >
      <QueryView query={query}>
        {({ tokens }) =>
          tokens.nodes.length === 0 ? (
            <Empty title="No tokens yet" icon={IconKey}>
              Make one for each person and each program, so that the audit log can tell them apart.
            </Empty>
          ) : (
            <>
              <TokenTable tokens={tokens.nodes} onRevoke={setRevokes} />
              <Pager list={tokens} {...pagerMoves((cursors) => void navigate({ search: cursors }))} />
            </>
          )
        }
      </QueryView>
      <Confirm
        opened={revokes !== null}
        onClose={() => setRevokes(null)}
        title={`Revoke the token of ${revokes?.name ?? ""}?`}
        action="Revoke it"
        onConfirm={() => revokes !== null && revoke.mutate({ input: { id: revokes.id } })}
        isPending={revoke.isPending}
        error={revoke.error}
      >
        Whoever uses it is refused from now on, and sessions that began with it end. It cannot be made valid again.
      </Confirm>
    </PageFrame>
  );
}

interface TableProps {
  readonly tokens: readonly Token[];
  readonly onRevoke: (token: Token) => void;
}

function TokenTable({ tokens, onRevoke }: TableProps): ReactElement {
  return (
    <ListTable
      minWidth={640}
      columns={[
        "Name",
        "Roles",
        "Made",
        "Last used",
        "Valid until",
        <VisuallyHidden key="actions">What to do with it</VisuallyHidden>,
      ]}
    >
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>{token.name}</Table.Td>
          <Table.Td>
            <Group gap={4}>
              {token.roles.map((role) => (
                <Badge key={role} variant="light" color="gray" radius="sm" tt="none">
                  {role}
                </Badge>
              ))}
            </Group>
          </Table.Td>
          <Table.Td>
            <Ago at={token.createdAt} size="sm" />
            <Text size="xs" c="dimmed">
              by {token.createdBy}
            </Text>
          </Table.Td>
          <Table.Td>{token.lastUsedAt === null ? "never" : <Ago at={token.lastUsedAt} size="sm" />}</Table.Td>
          <Table.Td>
            {token.revokedAt !== null ? (
              <>
                revoked <Ago at={token.revokedAt} size="sm" />
              </>
            ) : token.expiresAt === null ? (
              "until it is revoked"
            ) : (
              <Ago at={token.expiresAt} size="sm" />
            )}
          </Table.Td>
          <Table.Td ta="right">
            {token.revokedAt === null && (
              <Button
                size="compact-sm"
                variant="light"
                color="red"
                onClick={() => onRevoke(token)}
                aria-label={`Revoke the token of ${token.name}`}
              >
                Revoke
              </Button>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
