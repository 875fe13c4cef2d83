import { expect, test } from "vitest";
import { isSignedBy, signingKey, type SigningKey } from "./signing-key.ts";

test("keys and signatures are those of RFC 8032, section 7.1, tests 1 and 2", () => {
  const key = (secret: string) => signingKey({ id: "a", secret: Buffer.from(secret, "hex") });
  const first = key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  expect(first.publicKey).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  expect(first.sign("")).toBe(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
  const second = key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  expect(second.sign("r")).toBe(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  );
});

test("a signature is that of one text and one key", () => {
  const [one, two] = ["1", "2"].map((id) => signingKey({ id, secret: Buffer.alloc(32, id) })) as [
    SigningKey,
    SigningKey,
  ];
  const signature = one.sign("a text");
  expect(isSignedBy(one.publicKey, "a text", signature)).toBe(true);
  expect(isSignedBy(one.publicKey, "another text", signature)).toBe(false);
  expect(isSignedBy(two.publicKey, "a text", signature)).toBe(false);
  for (const broken of ["", "no hex", "00"]) {
    expect(isSignedBy(one.publicKey, "a text", broken)).toBe(false);
    expect(isSignedBy(broken, "a text", signature)).toBe(false);
  }
});
