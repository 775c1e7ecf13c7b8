import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AuditEvent } from "../api/audit";
import { useFormats } from "../calls/format";

/** One act; what it changed stands below it. */
export function AuditRow({ event }: { event: AuditEvent }) {
  const { t } = useTranslation();
  const { day, time } = useFormats();
  const actor = event.actor.login !== "" ? event.actor.login : event.actor.kind === "program" ? t("audit.program") : t("audit.nobody");
  return (
    <Table.Tr data-testid="audit-row" data-action={event.action} style={{ verticalAlign: "top" }}>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        {day(event.at)} {time(event.at)}
      </Table.Td>
      <Table.Td>
        {actor}
        <Text size="xs" c="dimmed">
          {event.address}
        </Text>
      </Table.Td>
      <Table.Td>{t(`action.${event.action}`, { defaultValue: event.action })}</Table.Td>
      <Table.Td>
        {event.object.name !== "" ? event.object.name : event.object.id}
        <Text size="xs" c="dimmed">
          {event.object.kind}
        </Text>
        <Changes before={event.before} after={event.after} />
      </Table.Td>
      <Table.Td maw="22rem">
        <Text size="sm" c="dimmed">
          {event.why}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

type Side = Record<string, unknown> | null | undefined;

const told = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));

function Changes({ before, after }: { before: Side; after: Side }) {
  const { t } = useTranslation();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  return (
    <details>
      <summary>{t("audit.details")}</summary>
      <Table verticalSpacing={2} fz="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th>{t("audit.before")}</Table.Th>
            <Table.Th>{t("audit.after")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {names.map((name) => (
            <Table.Tr key={name}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td>{before == null ? "" : told(before[name])}</Table.Td>
              <Table.Td>{after == null ? "" : told(after[name])}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
