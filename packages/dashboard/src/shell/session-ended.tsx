import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { connection, useStore } from "../data/index.ts";
import { Dialog } from "../ui/index.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Lies over the page when there is no session, so that what somebody has typed stays where it is. */
export function SessionEnded(): ReactElement {
  const isSignedOut = useStore(connection) === "signedOut";
  return (
    <Dialog opened={isSignedOut} title="Sign in">
      <Text size="sm" mb="md">
        There is no session, or it has ended. What you have typed on this page stays.
      </Text>
      <SignInForm />
    </Dialog>
  );
}
