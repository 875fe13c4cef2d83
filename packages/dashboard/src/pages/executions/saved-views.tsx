import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { isObject } from "@tempograph/graph";
import { useState, type ReactElement } from "react";
import { project, useStore } from "../../data/index.ts";
import { PageLink, withoutCursors } from "../../ui/index.ts";
import { IconTrash } from "../../ui/icons.ts";
import { FAILED_STATUSES, OPEN_STATUSES, readExecutionsSearch, type ExecutionsSearch } from "./executions-search.ts";

interface View {
  readonly name: string;
  readonly search: ExecutionsSearch;
}

const USUAL: readonly View[] = [
  { name: "Running now", search: { status: OPEN_STATUSES } },
  { name: "Failed in the last 24 hours", search: { status: FAILED_STATUSES, since: "24h" } },
  { name: "Waits for somebody", search: { waiting: ["APPROVAL", "PERSON", "RESUME"] } },
];

/** Views with names: those that everybody has, and those that the person has saved in this browser. A view is an address, so it can also be sent. */
export function SavedViews({ search }: { readonly search: ExecutionsSearch }): ReactElement {
  const [saved, setSaved] = useLocalStorage<readonly View[]>({
    key: `tempograph.views.${useStore(project) ?? ""}`,
    defaultValue: [],
    deserialize: readViews,
  });
  const [name, setName] = useState("");
  const [isOpen, setOpen] = useState(false);
  const save = (): void => {
    const given = name.trim();
    if (given === "") return;
    setSaved([...saved.filter((one) => one.name !== given), { name: given, search: withoutCursors(search) }]);
    setName("");
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" withinPortal shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!isOpen)}>
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Views">
        <Stack gap="xs" miw={260}>
          {USUAL.map((one) => (
            <ViewLink key={one.name} view={one} onClick={() => setOpen(false)} />
          ))}
          {saved.map((one) => (
            <Group key={one.name} justify="space-between" wrap="nowrap">
              <ViewLink view={one} onClick={() => setOpen(false)} />
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={`Forget the view ${one.name}`}
                onClick={() => setSaved(saved.filter(({ name: other }) => other !== one.name))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                label="Save what is shown now as"
                value={name}
                maxLength={80}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
              />
              <Button type="submit" variant="default" disabled={name.trim() === ""}>
                Save
              </Button>
            </Group>
          </form>
          <Text size="xs" c="dimmed">
            Saved views stay in this browser.
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewLink({ view, onClick }: { readonly view: View; readonly onClick: () => void }): ReactElement {
  return (
    <PageLink to="/executions" search={view.search} size="sm" onClick={onClick}>
      {view.name}
    </PageLink>
  );
}

/** What the browser has kept. Whatever is no view is left out. */
function readViews(kept: string | undefined): View[] {
  let list: unknown;
  try {
    list = JSON.parse(kept ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list
    .filter(isObject)
    .flatMap(({ name, search }) =>
      typeof name === "string" && isObject(search) ? [{ name, search: readExecutionsSearch({ ...search }) }] : [],
    );
}
