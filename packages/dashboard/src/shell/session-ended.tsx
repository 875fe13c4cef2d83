import { Modal, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { connection, useStore } from "../data/index.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** Lies over the page when there is no session, so that what somebody has typed stays where it is. */
export function SessionEnded(): ReactElement {
  const isSignedOut = useStore(connection) === "signedOut";
  return (
    <Modal
      opened={isSignedOut}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Sign in"
      centered
      overlayProps={{ backgroundOpacity: 0.6, blur: 3 }}
    >
      <Text size="sm" mb="md">
        There is no session, or it has ended. What you have typed on this page stays.
      </Text>
      <SignInForm />
    </Modal>
  );
}
