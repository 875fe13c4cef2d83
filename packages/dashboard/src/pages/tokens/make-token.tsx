import { Alert, Button, Code, CopyButton, Group, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactElement } from "react";
import { apiNow, RefusalFragment, graphql, useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";
import { IconKey } from "../../ui/icons.ts";

const TokenCreate = graphql(
  `
    mutation TokenCreate($input: TokenCreateInput!) {
      tokenCreate(input: $input) {
        __typename
        ... on TokenCreatePayload {
          secret
          token {
            name
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

/** The built-in roles. Others may be typed, so that approvals can name them. */
const ROLES = ["admin", "editor", "operator", "viewer", "reader", "sender", "approver"];
const DAY_MS = 86_400_000;
const LASTS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "until it is revoked" },
];

/** Makes a token, and shows it once. */
export function MakeToken(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>(["viewer"]);
  const [days, setDays] = useState("90");
  const make = useOperation(TokenCreate);
  const close = (): void => {
    setOpen(false);
    setName("");
    make.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const expiresAt = days === "" ? null : new Date(apiNow() + Number(days) * DAY_MS).toISOString();
    make.mutate({ input: { name: name.trim(), roles, expiresAt } });
  };
  return (
    <>
      <Button leftSection={<IconKey size={16} aria-hidden />} onClick={() => setOpen(true)}>
        Make a token
      </Button>
      <Dialog opened={isOpen} onClose={close} title="Make a token">
        {make.data === undefined ? (
          <form onSubmit={submit}>
            <Stack>
              <TextInput
                label="Who uses it"
                description="A person or a program. Approvals and the audit log call it by this name."
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
                required
                data-autofocus
              />
              <TagsInput
                label="Roles"
                description="What it may do. Other words are roles of your own, which approvals can name."
                data={ROLES}
                value={roles}
                onChange={setRoles}
              />
              <Select
                label="Valid for"
                data={LASTS}
                value={days}
                onChange={(value) => setDays(value ?? "90")}
                allowDeselect={false}
              />
              <ErrorPanel error={make.error} />
              <Group justify="flex-end">
                <Button type="submit" loading={make.isPending} disabled={name.trim() === "" || roles.length === 0}>
                  Make it
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <MadeToken name={make.data.token.name} secret={make.data.secret} onClose={close} />
        )}
      </Dialog>
    </>
  );
}

function MadeToken(props: {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}): ReactElement {
  const { name, secret, onClose } = props;
  return (
    <Stack>
      <Alert color="yellow" title="Copy it now">
        <Text size="sm">This is the token of {name}. It is shown this once, because only its hash is stored.</Text>
      </Alert>
      <Code block data-testid="secret">
        {secret}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="light" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Stack>
  );
}
