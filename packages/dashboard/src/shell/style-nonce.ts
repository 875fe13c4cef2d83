/** The nonce of this page. Libraries that write style elements need it, because the policy of the page allows no others. */
export const styleNonce: string = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
