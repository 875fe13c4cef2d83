import { AppShell, Burger, Group, NavLink, ScrollArea, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, type ReactElement } from "react";
import { useMay } from "../data/index.ts";
import { ConnectionNotice } from "./connection-notice.tsx";
import { HeaderMenu } from "./header-menu.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { NAVIGATION } from "./navigation.ts";
import { Palette, PaletteButton } from "./palette.tsx";
import { SessionEnded } from "./session-ended.tsx";
import { listenToKeys, useShortcuts } from "../keyboard/shortcuts.ts";
import classes from "./layout.module.css";

/** Loaded after the first page. */
const Messages = lazy(async () => ({ default: (await import("./messages.tsx")).Messages }));

/** What every page stands in: header, navigation, palette, keyboard help, and what is shown when the API is away or the session has ended. */
export function Layout(): ReactElement {
  const isSignIn = useRouterState({ select: ({ location }) => location.pathname === "/sign-in" });
  return (
    <>
      {isSignIn ? <Outlet /> : <SignedIn />}
      <Suspense>
        <Messages />
      </Suspense>
    </>
  );
}

function SignedIn(): ReactElement {
  const [isOpen, menu] = useDisclosure();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const navigate = useNavigate();
  const may = useMay();
  const entries = NAVIGATION.filter(({ operation }) => may(operation));
  useEffect(() => listenToKeys(window), []);
  useShortcuts(
    entries.map(({ key, title, to }) => ({
      keys: `g ${key}`,
      title: `Go to ${title}`,
      run: () => void navigate({ to }),
    })),
  );
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#main" className={classes["skip"]}>
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <UnstyledButton renderRoot={(props) => <Link to="/" {...props} />}>
              <Text fw={700} component="span">
                Tempograph
              </Text>
              <VisuallyHidden>, to the start page</VisuallyHidden>
            </UnstyledButton>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <PaletteButton />
            <HeaderMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <ScrollArea>
          {entries.map(({ to, title, icon: Icon }) => (
            <NavLink
              key={to}
              label={title}
              leftSection={<Icon size={18} stroke={1.6} />}
              active={to === "/" ? path === "/" : path.startsWith(to)}
              aria-current={path === to ? "page" : undefined}
              onClick={menu.close}
              renderRoot={(props) => <Link to={to} {...props} />}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <ConnectionNotice />
        <Outlet />
      </AppShell.Main>
      <Palette />
      <KeyboardHelp />
      <SessionEnded />
    </AppShell>
  );
}
