import {
  IconArrowsSplit,
  IconBell,
  IconBolt,
  IconBox,
  IconClock,
  IconDatabase,
  IconFlag,
  IconFrame,
  IconGitBranch,
  IconHandStop,
  IconLock,
  IconPlayerPlay,
  IconRepeat,
  IconShieldCheck,
  IconTransform,
  IconUserCheck,
  IconVariable,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactElement } from "react";

/** The icons of the node types that come with Tempograph. Types of other packs have the one of a pack. */
const ICONS: Readonly<Record<string, typeof IconBox>> = {
  start: IconPlayerPlay,
  end: IconFlag,
  fail: IconHandStop,
  branch: IconGitBranch,
  switch: IconGitBranch,
  set: IconVariable,
  transform: IconTransform,
  delay: IconClock,
  sleep_until: IconClock,
  wait_for_signal: IconBolt,
  wait_for_event: IconBolt,
  emit_event: IconBolt,
  approval: IconUserCheck,
  for_each: IconRepeat,
  repeat: IconRepeat,
  while: IconRepeat,
  race: IconArrowsSplit,
  parallel: IconArrowsSplit,
  try: IconShieldCheck,
  lock: IconLock,
  group: IconFrame,
  http_call: IconWorld,
  send_notification: IconBell,
};

export function NodeIcon({ type, size = 18 }: { readonly type: string; readonly size?: number }): ReactElement {
  const Icon = ICONS[type] ?? (/sql|database|state_/.test(type) ? IconDatabase : IconBox);
  return <Icon size={size} stroke={1.6} aria-hidden />;
}
