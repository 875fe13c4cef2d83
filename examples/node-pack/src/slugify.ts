import { defineNode, permanent } from "@tempograph/nodes-sdk";
import { z } from "zod";

export const slugify = defineNode({
  type: "slugify",
  title: "Make a slug",
  description: "Turns a text into the last part of a URL: small letters, digits and hyphens.",
  input: z.object({
    text: z.string().describe("The text, such as a headline."),
    maxLength: z.int().min(1).max(200).default(60).describe("Longest slug; a longer one ends after a whole word."),
  }),
  output: z.object({ slug: z.string() }),
  idempotent: true,
  example: { text: "{{payload.article.title}}" },
  execute(_ctx, { text, maxLength }) {
    const words = text
      .normalize("NFKD")
      .replaceAll(/\p{Mark}/gu, "")
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== "");
    const slug = words.reduce((done, word) => {
      const longer = done === "" ? word.slice(0, maxLength) : `${done}-${word}`;
      return longer.length <= maxLength ? longer : done;
    }, "");
    if (slug === "") {
      throw permanent("SLUG_EMPTY", "The text has no letter or digit of which a slug could be made.", {
        hint: "Give a text with letters a-z or digits.",
      });
    }
    return { slug };
  },
});
