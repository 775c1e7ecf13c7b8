import { Badge, Button, Checkbox, Table, Text } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { FloorQueue } from "../api/types";
import { stateColor } from "../desk/stateColor";
import { clock } from "../desk/time";
import type { Row, SortKey } from "./figures";
import classes from "./floor.module.css";
import type { Place } from "./SupervisorMenu";

interface Props {
  rows: Row[];
  queues: Record<string, FloorQueue>;
  now: number;
  sort: SortKey;
  setSort: (key: SortKey) => void;
  chosen: ReadonlySet<string>;
  choose: (agent: string, on: boolean) => void;
  open: (agent: string) => void;
  /** Open the row's menu at this point of the window. */
  menu: (place: Place) => void;
}

const columns: SortKey[] = ["name", "team", "state", "since"];

/** Everybody who is signed in, who asks for help first. */
export function AgentTable({ rows, queues, now, sort, setSort, chosen, choose, open, menu }: Props) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing="xs" data-testid="agents">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <span className={classes.hidden}>{t("floor.choose")}</span>
            </Table.Th>
            {columns.map((key) => (
              <Table.Th key={key} aria-sort={sort === key ? "ascending" : "none"}>
                <Button variant="subtle" color="gray" size="compact-sm" fw={sort === key ? 700 : 500} onClick={() => setSort(key)}>
                  {t(`floor.column.${key}`)}
                </Button>
              </Table.Th>
            ))}
            <Table.Th>{t("floor.column.queue")}</Table.Th>
            <Table.Th>{t("floor.column.phone")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <AgentRow key={row.id} row={row} queue={queues[row.queue ?? ""]?.displayName ?? row.queue ?? ""} now={now} chosen={chosen.has(row.id)} choose={choose} open={open} menu={menu} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The browser tells the menu key as it tells a right click, at the focused name; without a point the menu opens below that. */
function openMenu(event: MouseEvent, agent: string, menu: (place: Place) => void): void {
  event.preventDefault();
  const { left, bottom } = (event.target as HTMLElement).getBoundingClientRect();
  const pointed = event.clientX !== 0 || event.clientY !== 0;
  menu({ agent, x: pointed ? event.clientX : left, y: pointed ? event.clientY : bottom });
}

interface RowProps extends Pick<Props, "now" | "choose" | "open" | "menu"> {
  row: Row;
  queue: string;
  chosen: boolean;
}

function AgentRow({ row, queue, now, chosen, choose, open, menu }: RowProps) {
  const { t } = useTranslation();
  return (
    <Table.Tr className={row.helpSince == null ? "" : (classes.help ?? "")} data-testid={`agent-${row.id}`} data-state={row.state} data-help={row.helpSince != null} onContextMenu={(event) => openMenu(event, row.id, menu)}>
      <Table.Td>
        <Checkbox aria-label={t("floor.chooseAgent", { name: row.name })} checked={chosen} onChange={(event) => choose(row.id, event.currentTarget.checked)} />
      </Table.Td>
      <Table.Td>
        <Button variant="subtle" size="compact-sm" aria-keyshortcuts="Shift+F10" onClick={() => open(row.id)} data-testid={`open-${row.id}`}>
          {row.name}
        </Button>
        {row.helpSince != null && (
          <Badge color="orange" variant="light" leftSection={<IconHandStop size={12} aria-hidden />}>
            {t("floor.asksHelp")}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{row.team ?? ""}</Table.Td>
      <Table.Td>
        <span className={classes.dot} style={{ background: stateColor(row.state) }} aria-hidden />
        {t(row.held ? "call.held" : `desk.state.${row.state}`)}
        {row.reason != null && row.state !== "talking" && <Text span size="sm" c="dimmed">{` · ${t(`stateReason.${row.reason}`, { defaultValue: row.reason })}`}</Text>}
        {row.changedBy != null && <Text size="xs" c="dimmed">{t("floor.changedBy", { name: row.changedBy })}</Text>}
        {row.watchedBy.length > 0 && <Text size="xs" c="dimmed">{t("watch.by", { names: row.watchedBy.join(", ") })}</Text>}
        {row.asked != null && <Text size="xs" c="dimmed">{t(`floor.next.${row.asked}`)}</Text>}
      </Table.Td>
      <Table.Td className={classes.timer ?? ""}>{clock(now - Date.parse(row.since))}</Table.Td>
      <Table.Td>{queue}</Table.Td>
      <Table.Td>
        {t(row.phone === "browser" ? "desk.phone.browser" : "desk.phone.sip")}
        {!row.phoneReachable && <Text size="xs" c="red">{t("desk.phone.notReachable")}</Text>}
      </Table.Td>
    </Table.Tr>
  );
}
