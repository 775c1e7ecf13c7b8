import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api/types";
import { between, useFormats } from "./format";

const columns = ["party", "kind", "from", "duration", "queue", "agent", "cause"] as const;

export function SegmentTable({ segments, queueName }: { segments: Segment[]; queueName: (name: string | null) => string }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing={4} data-testid="segments">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`timeline.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {segments.map((it) => (
            <Table.Tr key={`${it.party} ${it.from} ${it.kind}`} data-testid="segment" data-kind={it.kind}>
              <Table.Td>{t(`party.${it.role}`, { defaultValue: it.role })}</Table.Td>
              <Table.Td>{t(`segment.${it.kind}`, { defaultValue: it.kind })}</Table.Td>
              <Table.Td>{time(it.from)}</Table.Td>
              <Table.Td>{between(it.from, it.to)}</Table.Td>
              <Table.Td>{queueName(it.queue)}</Table.Td>
              <Table.Td>{it.agent?.name}</Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {it.cause == null ? "" : t(`cause.${it.cause}`, { defaultValue: it.cause })}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
