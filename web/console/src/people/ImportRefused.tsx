import { Alert, Paper, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CsvProblem } from "../api/people";
import { ProblemError } from "../api/problem";
import { ProblemAlert } from "../forms/ProblemAlert";
import { rowsByLine } from "./csv";

const SHOWN_AT_MOST = 200;
const columns = ["row", "column", "given", "problem"] as const;

/** Why nothing was imported: each mistake by row and column, beside what stands there. */
export function ImportRefused({ error, file }: { error: Error; file: File }) {
  const { t } = useTranslation();
  const { data: rows } = useQuery({ queryKey: ["file", file.name, file.lastModified, file.size], queryFn: async () => rowsByLine(await file.text()), gcTime: 0 });
  if (!(error instanceof ProblemError && error.code === "invalid_csv")) return <ProblemAlert error={error} />;
  const problems = error.document.errors as CsvProblem[];
  const header = rows?.get(1)?.map((it) => it.trim().toLowerCase().replace(/^\ufeff/, ""));
  const given = (it: CsvProblem): string => (it.column == null ? "" : (rows?.get(it.row)?.[header?.indexOf(it.column) ?? -1] ?? ""));
  return (
    <Stack gap="sm">
      <Alert color="red" variant="light" role="alert" title={t("import.refused", { count: problems.length })} data-testid="import-refused">
        {t("import.refusedText")}
      </Alert>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={560} maxHeight={480}>
          <Table stickyHeader data-testid="import-errors">
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{t(`import.column.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {problems.slice(0, SHOWN_AT_MOST).map((it) => (
                <Table.Tr key={`${it.row} ${it.column ?? ""} ${it.message}`} data-testid="import-error" data-row={it.row}>
                  <Table.Td>{it.row}</Table.Td>
                  <Table.Td>{it.column}</Table.Td>
                  <Table.Td>{given(it)}</Table.Td>
                  <Table.Td>{it.message}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {problems.length > SHOWN_AT_MOST && (
        <Text size="sm" c="dimmed">
          {t("import.more", { count: problems.length - SHOWN_AT_MOST })}
        </Text>
      )}
    </Stack>
  );
}
