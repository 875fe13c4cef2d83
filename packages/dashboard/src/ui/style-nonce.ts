/** The nonce of this page. Libraries that write style elements need it, because the policy of the page allows no others. */
export const styleNonce: string = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

// The kit locks the scrolling behind a dialog by a style element, whose library looks for the nonce here.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
