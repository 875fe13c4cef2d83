import { MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./data/index.ts";
import { router } from "./shell/router.ts";
import { boundInputs } from "./ui/bounded-inputs.ts";
import { styleNonce } from "./ui/style-nonce.ts";
import { cssVariables, theme } from "./ui/theme.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root.");
boundInputs(window);
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
