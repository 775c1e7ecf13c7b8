import "@mantine/core/styles.css";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ProblemError } from "./api/problem";
import { startI18n } from "./app/i18n";
import { makeRouter } from "./app/router";
import { cssVariables, theme } from "./app/theme";
import "./app/base.css";

/** A refusal does not become a success by asking again; a server that was away may. */
const worthAnotherTry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ProblemError && error.status < 500);

const queries = new QueryClient({ defaultOptions: { queries: { retry: worthAnotherTry } } });
const router = makeRouter(queries);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

await startI18n();
createRoot(root).render(
  <StrictMode>
    <DirectionProvider detectDirection>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  </StrictMode>,
);
