import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api/types";
import { lanesOf, type Lane } from "./lanes";
import { segmentColor } from "./segmentColor";
import classes from "./timeline.module.css";

/** Each party's time as a bar; the table below says the same in words. `now` ends what is still open; milliseconds. */
export function SegmentBars({ segments, now }: { segments: Segment[]; now: number }) {
  const { t } = useTranslation();
  if (segments.length === 0) return <Text c="dimmed">{t("timeline.noSegments")}</Text>;
  const lanes = lanesOf(segments, now);
  const kinds = [...new Set(segments.map((it) => it.kind))];
  return (
    <div aria-hidden className={classes.lanes} data-testid="lanes">
      {lanes.map((lane) => (
        <LaneBar key={lane.party} lane={lane} />
      ))}
      <Group gap="md" className={classes.legend}>
        {kinds.map((kind) => (
          <Group key={kind} gap={6}>
            <span className={classes.swatch} style={{ background: segmentColor(kind) }} />
            <Text size="sm">{t(`segment.${kind}`, { defaultValue: kind })}</Text>
          </Group>
        ))}
      </Group>
    </div>
  );
}

function LaneBar({ lane }: { lane: Lane }) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" className={classes.laneName}>
        {lane.agent ?? t(`party.${lane.role}`, { defaultValue: lane.role })}
      </Text>
      <div className={classes.lane}>
        {lane.blocks.map(({ segment, start, width }) => (
          <div
            key={segment.from + segment.kind}
            className={classes.block}
            title={t(`segment.${segment.kind}`, { defaultValue: segment.kind })}
            style={{ insetInlineStart: `${start}%`, inlineSize: `${width}%`, background: segmentColor(segment.kind) }}
          />
        ))}
      </div>
    </>
  );
}
