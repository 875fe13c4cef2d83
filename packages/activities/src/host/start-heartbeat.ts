import type { Context } from "@temporalio/activity";
import type { Json } from "@tempograph/graph";

export interface Heartbeat {
  /** Sends and keeps details for the next attempt. */
  beat(details?: Json): void;
  stop(): void;
}

/**
 * Shows Temporal that the attempt lives, so that a cancel reaches it (rule 7) though the node says nothing. Beats three times
 * within the heartbeat time-out, with the last details: a beat without them would wipe what the last attempt left.
 */
export function startHeartbeat(context: Context): Heartbeat {
  const { isLocal, heartbeatTimeoutMs, heartbeatDetails } = context.info;
  let last: unknown = heartbeatDetails ?? undefined;
  if (isLocal || !heartbeatTimeoutMs) return { beat: () => undefined, stop: () => undefined };
  const send = () => context.heartbeat(last);
  const timer = setInterval(send, Math.min(Math.max(heartbeatTimeoutMs / 3, 50), 10_000));
  timer.unref();
  send();
  return {
    beat(details) {
      if (details !== undefined) last = details;
      send();
    },
    stop: () => clearInterval(timer),
  };
}
