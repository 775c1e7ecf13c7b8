import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallTimeline } from "../api/types";
import { useFormats } from "./format";

const columns = ["at", "flow", "step", "stepKind", "chosen", "next"] as const;

export function StepTable({ steps }: { steps: CallTimeline["steps"] }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing={4} data-testid="steps">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`timeline.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {steps.map((it) => (
            <Table.Tr key={`${it.startedAt} ${it.step}`} data-testid="step">
              <Table.Td>{time(it.startedAt)}</Table.Td>
              <Table.Td>{it.flow}</Table.Td>
              <Table.Td>{it.step}</Table.Td>
              <Table.Td>{t(`stepKind.${it.kind}`, { defaultValue: it.kind })}</Table.Td>
              <Table.Td>{it.label ?? (it.outcome == null ? "" : t(`stepOutcome.${it.outcome}`, { defaultValue: it.outcome }))}</Table.Td>
              <Table.Td>{it.next}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
