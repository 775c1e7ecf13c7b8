import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FloorQueue } from "../api/types";
import { clock } from "../desk/time";
import { Age } from "./Age";
import { alertOf, beyondServiceLevel } from "./figures";
import classes from "./floor.module.css";
import type { Freshness } from "./freshness";

interface Props {
  name: string;
  queue: FloorQueue;
  now: number;
  age: { seconds: number | undefined; freshness: Freshness };
  open: () => void;
}

/** One queue at a glance; opens its line. */
export function QueueTile({ name, queue, now, age, open }: Props) {
  const { t } = useTranslation();
  const late = beyondServiceLevel(queue, now);
  const longest = queue.waits[0];
  return (
    <button type="button" className={classes.tile ?? ""} data-alert={alertOf(queue, now)} data-freshness={age.freshness} onClick={open} data-testid={`tile-${name}`}>
      <h3>{queue.displayName}</h3>
      <span className={classes.figures}>
        <span>
          <span className={classes.big} data-testid={`waiting-${name}`}>
            {queue.waiting}
          </span>{" "}
          {t("floor.waiting")}
        </span>
        {longest != null && <Text span className={classes.timer ?? ""}>{t("floor.longest", { time: clock(now - Date.parse(longest)) })}</Text>}
        {late > 0 && (
          <Badge color="red" variant="filled" data-testid={`late-${name}`}>
            {t("floor.late", { count: late })}
          </Badge>
        )}
      </span>
      <Group gap="md">
        <Text span size="sm">
          {t("floor.ringing", { count: queue.ringing })}
        </Text>
        <Text span size="sm">
          {t("floor.talking", { count: queue.talking })}
        </Text>
        <Text span size="sm" c="dimmed">
          {t("floor.free", { free: queue.states.available ?? 0, agents: queue.agents })}
        </Text>
      </Group>
      <Age {...age} />
    </button>
  );
}
