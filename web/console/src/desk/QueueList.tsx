import { Paper, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DeskQueue } from "../api/types";
import type { Desk } from "./Desk";
import classes from "./desk.module.css";
import { clock, useServerNow } from "./time";

/** My queues: how many wait, and since when the first one does. */
export function QueueList({ desk, queues }: { desk: Desk; queues: DeskQueue[] }) {
  const { t } = useTranslation();
  const now = useServerNow(desk);
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
          </div>
        ))}
      </div>
    </Paper>
  );
}
