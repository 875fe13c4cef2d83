import { expect, test } from "vitest";
import { isSecretName } from "./secret-name.ts";

test.each([
  "Authorization",
  "proxy-authorization",
  "Cookie",
  "Set-Cookie",
  "password",
  "X-Api-Key",
  "apiKey",
  "access_token",
  "accessToken",
  "client_secret",
  "clientSecret",
  "X-Auth",
  "sig",
  "X-Amz-Signature",
  "privateKey",
  "X-Auth-Key",
  "Ocp-Apim-Subscription-Key",
  "DD-APPLICATION-KEY",
  "X-Functions-Key",
  "x-goog-api-key",
  "PRIVATE-TOKEN",
  "AccountKey",
  "jwt",
  "otp",
])("%s names a secret", (name) => expect(isSecretName(name)).toBe(true));

test.each([
  "content-type",
  "maxTokens",
  "author",
  "Idempotency-Key",
  "key",
  "design",
  "signal",
  "secretary",
  "path",
  "partitionKey",
  "monkey",
])("%s names none", (name) => expect(isSecretName(name)).toBe(false));
