import { Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FloorEntry } from "../api/types";
import { Age } from "./Age";
import classes from "./floor.module.css";
import type { Freshness } from "./freshness";

/** What comes in where. */
export function EntryTiles({ entries, age }: { entries: Record<string, FloorEntry>; age: { seconds: number | undefined; freshness: Freshness } }) {
  const { t } = useTranslation();
  const all = Object.entries(entries);
  if (all.length === 0) return null;
  return (
    <section aria-label={t("floor.entries")}>
      <Title order={2} size="h5" mb="xs">
        {t("floor.entries")}
      </Title>
      <div className={classes.tiles}>
        {all.map(([name, entry]) => (
          <div key={name} className={classes.tile} data-freshness={age.freshness} data-testid={`entry-${name}`}>
            <h3>{entry.displayName}</h3>
            <Group gap="md">
              <Text span size="sm">
                {t("floor.inFlow", { count: entry.inFlow })}
              </Text>
              <Text span size="sm">
                {t("floor.waitingCount", { count: entry.waiting })}
              </Text>
              <Text span size="sm">
                {t("floor.talking", { count: entry.talking })}
              </Text>
            </Group>
            <Age {...age} />
          </div>
        ))}
      </div>
    </section>
  );
}
