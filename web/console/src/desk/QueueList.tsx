import { Paper, Switch, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/session";
import type { DeskQueue } from "../api/types";
import type { Desk } from "./Desk";
import classes from "./desk.module.css";
import { clock, useServerNow } from "./time";
import { useCommand } from "../live/useCommand";

/** My queues: how many wait, since when the first one does, and, by right, whether I take them. */
export function QueueList({ desk, queues }: { desk: Desk; queues: DeskQueue[] }) {
  const { t } = useTranslation();
  const now = useServerNow(desk);
  const { data: session } = useQuery(sessionQuery);
  const maySwitch = session?.actions.includes("desk.switch_queues") ?? false;
  return (
    <Paper withBorder p="md">
      <Title order={2} size="sm" mb={6}>
        {t("desk.queues")}
      </Title>
      <div role="list">
        {queues.map((queue) => (
          <div key={queue.name} role="listitem" className={classes.queue} data-testid={`queue-${queue.name}`}>
            <Text size="sm" c={queue.enabled ? "inherit" : "dimmed"} style={{ overflowWrap: "anywhere" }}>
              {queue.displayName}
            </Text>
            <Text size="sm" c="dimmed" className={classes.timer}>
              {queue.longestWaitSince == null ? "" : clock(now - Date.parse(queue.longestWaitSince))}
            </Text>
            <Text fw={queue.waiting > 0 ? 700 : 400} className={classes.timer} aria-label={t("desk.waiting", { count: queue.waiting })}>
              {queue.waiting}
            </Text>
            {maySwitch && <OnOff desk={desk} queue={queue} />}
          </div>
        ))}
      </div>
    </Paper>
  );
}

/** Turned off, its calls are offered to others. */
function OnOff({ desk, queue }: { desk: Desk; queue: DeskQueue }) {
  const { run, busy } = useCommand();
  return (
    <Switch
      size="sm"
      aria-label={queue.displayName}
      checked={queue.enabled}
      disabled={busy}
      onChange={(event) => void run(() => desk.command("switch_own_queue", { queue: queue.name, enabled: event.currentTarget.checked }))}
      data-testid={`own-${queue.name}`}
    />
  );
}
