import { Center, Paper, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, type ReactElement } from "react";
import { toApiError } from "../data/index.ts";
import { signInWithLink } from "../data/session.ts";
import { ErrorPanel, Loading } from "../ui/index.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** The code of the link with which this page was opened. It is taken out of the address at once, so that no bookmark or screenshot has it. */
function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get("link") ?? undefined;
  if (code !== undefined) history.replaceState(history.state, "", location.pathname);
  return code;
}

const codeOfThisPage = takeCode();
let opened: Promise<void> | undefined;

export function SignInPage(): ReactElement {
  useDocumentTitle("Sign in · Tempograph");
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>();
  const waits = codeOfThisPage !== undefined && error === undefined;
  useEffect(() => {
    if (codeOfThisPage === undefined) return;
    if (error !== undefined) return;
    // A code counts once, so it is sent once, however often React shows the page.
    opened ??= signInWithLink(codeOfThisPage);
    opened.then(() => navigate({ to: "/", replace: true }), setError);
  }, [navigate, error]);
  // The address does not have the code any more, so reloading the page would not help.
  const tryAgain = (): void => {
    opened = undefined;
    setError(undefined);
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={440}>
        <Title order={1} size="h2">
          Tempograph
        </Title>
        <Text c="dimmed" mb="lg">
          Sign in to see, say, change and steer your workflows.
        </Text>
        <ErrorPanel
          error={error}
          title="This link does not sign you in"
          onRetry={error !== undefined && toApiError(error).retryable ? tryAgain : undefined}
        />
        {waits ? <Loading lines={2} /> : <SignInForm onDone={() => void navigate({ to: "/", replace: true })} />}
      </Paper>
    </Center>
  );
}
