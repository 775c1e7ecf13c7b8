import { Alert, Button, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ImportReport } from "../api/people";
import { csv } from "./csv";
import { save } from "./save";

const outcomes = ["created", "updated", "unchanged", "kept"] as const;

/** What a file would do, or did. New passwords are told this once, so they are offered as a file at once. */
export function ImportOutcome({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const counts = { created: report.created.length, updated: report.updated.length, unchanged: report.unchanged.length, kept: report.kept.length };
  const made = report.created.filter((it) => it.password != null);
  return (
    <Stack gap="md" data-testid={report.dryRun ? "dry-run" : "imported"}>
      <Alert color={report.dryRun ? "sea" : "teal"} variant="light" role="status" title={t(report.dryRun ? "import.dryRun" : "import.done")}>
        {t(report.dryRun ? "import.dryRunText" : "import.doneText")}
      </Alert>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {outcomes.map((what) => (
          <Paper key={what} withBorder p="md" data-testid={`import-${what}`}>
            <Text size="xl" fw={650}>
              {counts[what]}
            </Text>
            <Text size="sm">{t(`import.${what}`)}</Text>
          </Paper>
        ))}
      </SimpleGrid>
      {counts.kept > 0 && (
        <Text size="sm">
          {t("import.keptText", { count: counts.kept })} {report.kept.slice(0, 20).join(", ")}
          {counts.kept > 20 && "…"}
        </Text>
      )}
      {!report.dryRun && (
        <Group>
          {made.length > 0 && (
            <Button leftSection={<IconDownload size={16} />} onClick={() => save("passwords.csv", csv([["login", "password"], ...made.map((it) => [it.login, it.password ?? ""])]))} data-testid="save-passwords">
              {t("import.passwords", { count: made.length })}
            </Button>
          )}
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/admin/people" />} data-testid="to-people">
            {t("people.all")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
