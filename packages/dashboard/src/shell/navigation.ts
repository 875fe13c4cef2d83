import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import type { Permission } from "../data/index.ts";
import { IconHome, IconRoute } from "../ui/icons.ts";

/** A page that the navigation, the command palette and the keyboard lead to. */
export interface NavigationEntry {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly title: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Pressed after `g`. */
  readonly key: string;
  /** Whoever lacks it does not see the entry. */
  readonly permission: Permission;
}

export const NAVIGATION: readonly NavigationEntry[] = [
  { to: "/", title: "Start", icon: IconHome, key: "s", permission: "read" },
  { to: "/executions", title: "Executions", icon: IconRoute, key: "e", permission: "read" },
];
