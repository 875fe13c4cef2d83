import { createHash } from "node:crypto";
import { escapeHtml } from "./html.ts";

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:36rem;padding:2rem 1rem}
label,legend{display:block;font-weight:600;margin-top:1.25rem}
input,select,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;margin-top:.25rem}
input[type=checkbox]{width:auto;margin-right:.5rem}
textarea{min-height:8rem}
button{font:inherit;margin-top:1.5rem;padding:.6rem 1.5rem}
pre,code{overflow-wrap:anywhere;white-space:pre-wrap}
.hint{color:GrayText;margin:.25rem 0 0}
.error{color:#b00020;margin:.25rem 0 0}
.extra{position:absolute;left:-9999px}
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** No script runs, nothing is loaded, no other page shows the form in a frame. A sent form may lead to a page elsewhere. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  // Without a referrer policy of its own the page would send its form with the origin null.
  "referrer-policy": "same-origin",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'`,
};

/** A page for people: of a form, or one that says something. `body` is markup. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`;
}

/** Text of a person, with its paragraphs. */
export function paragraphs(text: string | undefined): string {
  if (text === undefined) return "";
  return text
    .split(/\n{2,}/)
    .filter((part) => part !== "")
    .map((part) => `<p>${escapeHtml(part)}</p>`)
    .join("\n");
}
