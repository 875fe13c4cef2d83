import type { SchemeName } from "./schemes.ts";

/** How the callers of a hook prove who they are. The secrets are those of a connection of the type `webhook.secret`. */
export type HookAuth =
  | { readonly type: "none" }
  /** A header holds the secret. Default: `Authorization`, where `Bearer ` may stand before it. */
  | { readonly type: "token"; readonly connection: string; readonly header?: string }
  /** User and password, as HTTP Basic says. The password is the secret. */
  | { readonly type: "basic"; readonly connection: string; readonly user: string }
  | {
      readonly type: "hmac";
      readonly connection: string;
      /** Who signs. Default: `standard`, which is Standard Webhooks. */
      readonly preset?: "standard" | SchemeName;
      /** How old a signed request may be, and how far in the future. Default: 300. Standard Webhooks always has 300. */
      readonly toleranceSeconds?: number;
    };
