import { Anchor, Button, Center, Group, Loader, Paper, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { callsQuery, type CallFilters } from "../api/calls";
import type { CallSummary } from "../api/types";
import { ForbiddenPage, ProblemPage } from "../app/ProblemPage";
import { useSession } from "../app/useSession";
import { CallFiltersBar } from "./CallFiltersBar";
import { Caller } from "./Caller";
import { useFormats } from "./format";
import { OutcomeBadge } from "./OutcomeBadge";
import { useNames } from "./useNames";
import { dayStart } from "./zone";

/** Calls, latest first, narrowed by what stands in the address. */
export function CallsPage() {
  const { t } = useTranslation();
  const { actions } = useSession();
  if (!actions.includes("calls.list")) return <ForbiddenPage />;
  return (
    <>
      <Title order={1} size="h3" mb="md">
        {t("calls.title")}
      </Title>
      <CallFiltersBar />
      <CallList />
    </>
  );
}

/** Days of the address as instants of the tenant's zone; `to` includes its day. */
function instants(filters: CallFilters, zone: string): CallFilters {
  return {
    ...filters,
    ...(filters.from === undefined ? {} : { from: dayStart(filters.from, zone) }),
    ...(filters.to === undefined ? {} : { to: dayStart(filters.to, zone, 1) }),
  };
}

function CallList() {
  const { t } = useTranslation();
  const { tenant } = useSession();
  const filters = useSearch({ from: "/signed-in/calls" });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(callsQuery(instants(filters, tenant.timeZone)));
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const calls = data.pages.flatMap((page) => page.items);
  if (calls.length === 0) {
    return (
      <Paper withBorder p="xl" ta="center" data-testid="no-calls">
        <Text c="dimmed">{t("calls.none")}</Text>
      </Paper>
    );
  }
  return (
    <>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={860}>
          <CallTable calls={calls} />
        </Table.ScrollContainer>
      </Paper>
      {hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()} data-testid="more">
            {t("calls.more")}
          </Button>
        </Group>
      )}
    </>
  );
}

const columns = ["started", "caller", "entry", "queue", "agent", "outcome", "wait", "talk", "disposition"] as const;

function CallTable({ calls }: { calls: CallSummary[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Table highlightOnHover verticalSpacing="xs" data-testid="calls">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column} ta={column === "wait" || column === "talk" ? "end" : "start"}>{t(`calls.column.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calls.map((call) => (
          <CallRow key={call.interactionId} call={call} names={names} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function CallRow({ call, names }: { call: CallSummary; names: ReturnType<typeof useNames> }) {
  const { t } = useTranslation();
  const { day, time, duration } = useFormats();
  const agent = call.lastAgent ?? call.firstAgent;
  return (
    <Table.Tr data-testid="call-row" data-interaction={call.interactionId}>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/calls/$interaction" params={{ interaction: call.interactionId }} />}>
          {day(call.startedAt)} {time(call.startedAt)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Caller number={call.caller} withheld={call.callerWithheld} />
      </Table.Td>
      <Table.Td>{names.entry(call.entry) || call.dialled}</Table.Td>
      <Table.Td>{names.queue(call.lastQueue ?? call.firstQueue)}</Table.Td>
      <Table.Td>{agent == null ? "" : (agent.name ?? t("calls.gonePerson"))}</Table.Td>
      <Table.Td>
        <OutcomeBadge outcome={call.outcome} />
      </Table.Td>
      <Table.Td ta="end">{duration(call.waitMs)}</Table.Td>
      <Table.Td ta="end">{duration(call.talkMs)}</Table.Td>
      <Table.Td>{names.disposition(call.disposition)}</Table.Td>
    </Table.Tr>
  );
}
