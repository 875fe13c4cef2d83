import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { IconHome, IconRoute } from "../ui/icons.ts";

/** A page that the navigation, the command palette and the keyboard lead to. */
export interface NavigationEntry {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly title: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Pressed after `g`. */
  readonly key: string;
  /** The operation that the page shows. Whoever may not perform it does not see the entry. */
  readonly operation: string;
}

export const NAVIGATION: readonly NavigationEntry[] = [
  { to: "/", title: "Start", icon: IconHome, key: "s", operation: "executions" },
  { to: "/executions", title: "Executions", icon: IconRoute, key: "e", operation: "executions" },
];
