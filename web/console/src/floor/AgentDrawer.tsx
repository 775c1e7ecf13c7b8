import { Anchor, Button, Drawer, Group, Menu, Stack, Switch, Text, Title } from "@mantine/core";
import { IconCheck, IconCoffee, IconLogout } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { referenceQuery } from "../api/reference";
import type { FloorQueue } from "../api/types";
import { useMay } from "../app/useSession";
import { stateColor } from "../desk/stateColor";
import { clock } from "../desk/time";
import type { Row } from "./figures";
import classes from "./floor.module.css";
import { MessageForm } from "./MessageForm";
import { ReleaseButton } from "./ReleaseButton";
import { useAsk } from "./useAsk";

/** One agent: what they are in, and what a supervisor can do about it. The agent is told who did it. */
export function AgentDrawer({ row, queues, now, close }: { row: Row; queues: Record<string, FloorQueue>; now: number; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={close} position="right" title={row.name} closeButtonProps={{ "aria-label": t("common.close") }} data-testid="agent-drawer">
      <Stack>
        <Group gap="xs">
          <span className={classes.dot} style={{ background: stateColor(row.state) }} aria-hidden />
          <Text fw={650}>{t(`desk.state.${row.state}`)}</Text>
          <Text className={classes.timer ?? ""}>{clock(now - Date.parse(row.since))}</Text>
        </Group>
        {row.interaction != null && (
          <Group>
            <Anchor component={Link} to="/calls/$interaction" params={{ interaction: row.interaction } as never}>
              {t("floor.timeline")}
            </Anchor>
            <ReleaseButton interaction={row.interaction} />
          </Group>
        )}
        <ChangeState row={row} />
        <Queues row={row} queues={queues} />
        <MessageForm agents={[row.id]} />
      </Stack>
    </Drawer>
  );
}

function ChangeState({ row }: { row: Row }) {
  const { t } = useTranslation();
  const { data } = useQuery(referenceQuery);
  const { ask, busy, error } = useAsk();
  if (!useMay()("supervision.change_state")) return null;
  const change = (state: string, reason?: string) => (): void => ask("change_state", { agent: row.id, state, ...(reason === undefined ? {} : { reason }) });
  return (
    <section aria-label={t("floor.changeState")}>
      <Title order={3} size="sm" mb={6}>
        {t("floor.changeState")}
      </Title>
      <Group gap="xs">
        <Button size="compact-md" variant="default" leftSection={<IconCheck size={16} />} disabled={busy || row.state === "available"} onClick={change("available")} data-testid="make-available">
          {t("floor.makeAvailable")}
        </Button>
        <Menu withinPortal={false}>
          <Menu.Target>
            <Button size="compact-md" variant="default" leftSection={<IconCoffee size={16} />} disabled={busy} data-testid="make-pause">
              {t("desk.pause")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(data?.pauseReasons ?? []).map((it) => (
              <Menu.Item key={it.name} onClick={change("paused", it.name)} data-testid={`make-pause-${it.name}`}>
                {it.displayName}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="compact-md" variant="default" leftSection={<IconLogout size={16} />} disabled={busy} onClick={change("signed_out")} data-testid="make-signed-out">
          {t("desk.signOut")}
        </Button>
      </Group>
      <Refusal words={error} />
    </section>
  );
}

function Queues({ row, queues }: { row: Row; queues: Record<string, FloorQueue> }) {
  const { t } = useTranslation();
  const { ask, busy, error } = useAsk();
  const may = useMay()("supervision.switch_queues");
  return (
    <section aria-label={t("floor.queuesOf", { name: row.name })}>
      <Title order={3} size="sm" mb={6}>
        {t("floor.queuesOf", { name: row.name })}
      </Title>
      <Stack gap={6}>
        {Object.entries(row.queues).map(([queue, enabled]) => (
          <Switch
            key={queue}
            label={queues[queue]?.displayName ?? queue}
            checked={enabled}
            disabled={!may || busy}
            onChange={(event) => ask("switch_queue", { agent: row.id, queue, enabled: event.currentTarget.checked })}
            data-testid={`switch-${queue}`}
          />
        ))}
      </Stack>
      <Refusal words={error} />
    </section>
  );
}

function Refusal({ words }: { words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <Text c="red" size="sm" role="alert">
      {words}
    </Text>
  );
}
