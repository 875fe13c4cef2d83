import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.css";
import type { ReactElement } from "react";

/** Where `notifications.show(…)` of any page appears: short news of what was done. Errors stand on the page instead, in an `ErrorPanel`. */
export function Messages(): ReactElement {
  return <Notifications position="bottom-right" autoClose={5_000} />;
}
