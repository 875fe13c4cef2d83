import { Anchor, Button, Code, Divider, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { useState, type FormEvent, type ReactElement } from "react";
import { signInMethods, signInWithToken } from "../data/session.ts";
import { ErrorPanel } from "../ui/index.ts";

/** Takes a token, which becomes a session in a cookie that no script can read; the page does not keep the token. */
export function SignInForm({ onDone }: { readonly onDone?: () => void }): ReactElement {
  const [token, setToken] = useState("");
  const methods = useQuery({ queryKey: ["signInMethods"], queryFn: signInMethods, staleTime: Infinity });
  const href = useRouterState({ select: ({ location }) => location.href });
  const signIn = useMutation({
    mutationFn: signInWithToken,
    onSuccess: () => {
      setToken("");
      onDone?.();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate(token.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {methods.data?.provider === true && (
          <>
            <Button component="a" href={`/auth/login?to=${encodeURIComponent(`/app${href}`)}`}>
              Sign in with your organisation
            </Button>
            <Divider label="or" />
          </>
        )}
        <PasswordInput
          label="Token"
          description="It becomes a session of this browser, and is not kept."
          value={token}
          onChange={({ currentTarget }) => setToken(currentTarget.value)}
          required
          data-autofocus
          autoComplete="off"
          visibilityToggleButtonProps={{ "aria-label": "Show what you pasted" }}
        />
        <ErrorPanel error={signIn.error} title="You are not signed in" />
        <Button type="submit" loading={signIn.isPending} disabled={token.trim() === ""}>
          Sign in
        </Button>
        <Text size="xs" c="dimmed">
          The first token is in the file <Code>token</Code> of the API's data folder. An admin makes more of them. See{" "}
          <Anchor size="xs" underline="always" href="/docs" target="_blank" rel="noreferrer">
            the API's page
          </Anchor>
          .
        </Text>
      </Stack>
    </form>
  );
}
