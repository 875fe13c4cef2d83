import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { forwardRef, type ComponentPropsWithoutRef } from "react";

const AnchorBase = forwardRef<HTMLAnchorElement, AnchorProps & Omit<ComponentPropsWithoutRef<"a">, keyof AnchorProps>>(
  function AnchorBase(props, ref) {
    return <Anchor ref={ref} {...props} />;
  },
);

const ButtonBase = forwardRef<HTMLAnchorElement, ButtonProps & Omit<ComponentPropsWithoutRef<"a">, keyof ButtonProps>>(
  function ButtonBase(props, ref) {
    return <Button ref={ref} component="a" {...props} />;
  },
);

/** A link to a page: `<PageLink to="/executions/$id" params={{ id }}>…</PageLink>`. Its address and parameters are checked as types. */
export const PageLink = createLink(AnchorBase);

/** The same in the form of a button. */
export const PageLinkButton = createLink(ButtonBase);
