import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Appearance } from "../app/Appearance";
import { Logo } from "../app/Logo";
import { tenantLabel } from "../app/tenantLabel";
import classes from "./login.module.css";

/** The one card of the pages before anyone is known. */
export function LoginCard({ lead, children }: { lead: string; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <Group justify="flex-end" className={classes.corner}>
        <Appearance />
      </Group>
      <Paper withBorder shadow="sm" p="xl" className={classes.card}>
        <Stack gap="lg">
          <Group gap="sm">
            <Logo size={40} />
            <div>
              <Title order={1} size="h3" data-testid="tenant-name">
                {tenantLabel(location.hostname)}
              </Title>
              <Text size="sm" c="dimmed">
                {lead}
              </Text>
            </div>
          </Group>
          {children}
        </Stack>
      </Paper>
    </main>
  );
}
