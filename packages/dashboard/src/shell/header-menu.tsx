import { ActionIcon, Menu, Text, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ComponentType, ReactElement } from "react";
import { signOut, useViewer } from "../data/index.ts";
import {
  IconApi,
  IconBook2,
  IconCheck,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconSunMoon,
  IconUserCircle,
} from "../ui/icons.ts";
import { openKeyboardHelp } from "./keyboard-help.tsx";

const SCHEMES: readonly (readonly [MantineColorScheme, string, ComponentType<{ size?: number }>])[] = [
  ["light", "Light", IconSun],
  ["dark", "Dark", IconMoon],
  ["auto", "As the system", IconSunMoon],
];

/** Who is signed in, colours, help, and the way out. */
export function HeaderMenu(): ReactElement {
  const { data } = useViewer();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="Account and settings">
          <IconUserCircle size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {data !== undefined && (
          <>
            <Menu.Label>
              <Text size="sm" fw={600} c="bright" truncate>
                {data.viewer.name}
              </Text>
              <Text size="xs">
                {data.viewer.roles.join(", ")} in {data.viewer.project}
              </Text>
            </Menu.Label>
            <Menu.Divider />
          </>
        )}
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(([scheme, title, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === scheme ? <IconCheck size={14} aria-label="chosen" /> : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openKeyboardHelp}>
          Keyboard
        </Menu.Item>
        <Menu.Item leftSection={<IconBook2 size={16} />} component="a" href="/docs" target="_blank">
          REST
        </Menu.Item>
        <Menu.Item leftSection={<IconApi size={16} />} component="a" href="/graphiql#token=" target="_blank">
          GraphiQL
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => void signOut().then(() => navigate({ to: "/sign-in" }))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
