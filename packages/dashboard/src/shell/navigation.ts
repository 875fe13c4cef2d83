import type { LinkProps } from "@tanstack/react-router";
import type { ComponentType } from "react";
import {
  IconArrowsSplit2,
  IconBolt,
  IconChecklist,
  IconHeartbeat,
  IconHistory,
  IconHome,
  IconHourglass,
  IconKey,
  IconPuzzle,
  IconRoute,
} from "../ui/icons.ts";

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
  { to: "/workflows", title: "Workflows", icon: IconArrowsSplit2, key: "w", operation: "workflows" },
  { to: "/executions", title: "Executions", icon: IconRoute, key: "e", operation: "executions" },
  { to: "/events", title: "Events", icon: IconBolt, key: "v", operation: "events" },
  { to: "/approvals", title: "Approvals", icon: IconChecklist, key: "a", operation: "approvals" },
  { to: "/node-types", title: "Node types", icon: IconPuzzle, key: "n", operation: "nodeTypes" },
  { to: "/audit", title: "Audit log", icon: IconHistory, key: "l", operation: "auditLog" },
  { to: "/tokens", title: "Tokens", icon: IconKey, key: "t", operation: "tokens" },
  { to: "/retention", title: "Retention", icon: IconHourglass, key: "r", operation: "retention" },
  { to: "/health", title: "Health", icon: IconHeartbeat, key: "h", operation: "overview" },
];
