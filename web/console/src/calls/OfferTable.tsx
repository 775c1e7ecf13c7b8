import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallTimeline } from "../api/types";
import { between, useFormats } from "./format";

const columns = ["at", "agent", "queue", "duration", "result"] as const;

export function OfferTable({ offers, queueName }: { offers: CallTimeline["offers"]; queueName: (name: string | null) => string }) {
  const { t } = useTranslation();
  const { time } = useFormats();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing={4} data-testid="offers">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`timeline.column.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {offers.map((it) => (
            <Table.Tr key={it.offer} data-testid="offer-row">
              <Table.Td>{time(it.madeAt)}</Table.Td>
              <Table.Td>{it.agent.name ?? t("calls.gonePerson")}</Table.Td>
              <Table.Td>{queueName(it.queue)}</Table.Td>
              <Table.Td>{between(it.madeAt, it.endedAt)}</Table.Td>
              <Table.Td>{t(`offerResult.${it.result ?? "open"}`, { defaultValue: it.result ?? "" })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
