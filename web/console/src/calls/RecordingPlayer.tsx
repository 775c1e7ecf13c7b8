import { Alert, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { recordingPath } from "../api/calls";
import type { CallTimeline } from "../api/types";
import { channelSwitch, type Heard } from "./channelSwitch";
import { gapSeconds } from "./gaps";
import classes from "./timeline.module.css";

type Recording = CallTimeline["recordings"][number];
const heards: Exclude<Heard, "off">[] = ["both", "contact", "agent"];

/** Plays the recording: both voices, or one of them alone; each has its own channel. */
export function RecordingPlayer({ interaction, recording, mayDownload }: { interaction: string; recording: Recording; mayDownload: boolean }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const listen = useRef<((heard: Heard) => void) | undefined>(undefined);
  const [heard, setHeard] = useState<Heard>("both");
  const [failed, setFailed] = useState(false);
  useEffect(() => () => listen.current?.("off"), []);
  const paused = gapSeconds(recording.gaps.filter((gap) => gap.cause === "paused"));
  const missing = gapSeconds(recording.gaps.filter((gap) => gap.cause !== "paused"));
  const choose = (value: Heard): void => {
    setHeard(value);
    if (audio.current === null) return;
    listen.current ??= channelSwitch(audio.current);
    listen.current(value);
  };
  return (
    <Stack gap="sm" data-testid="recording">
      {/* A call has no captions; who spoke when stands in the segments below. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio ref={audio} controls preload="metadata" className={classes.audio} src={recordingPath(interaction)} onError={() => setFailed(true)} aria-label={t("timeline.recording")} data-testid="recording-audio" />
      {failed && (
        <Alert color="orange" variant="light" role="alert">
          {t("recording.notPlayable")}
        </Alert>
      )}
      <Group justify="space-between">
        {recording.channels > 1 && (
          <SegmentedControl aria-label={t("recording.channels")} value={heard} onChange={(value) => choose(value)} data={heards.map((it) => ({ value: it, label: t(`recording.${it}`) }))} />
        )}
        {mayDownload && (
          <Button component="a" href={`${recordingPath(interaction)}?download=1`} download variant="default" leftSection={<IconDownload size={16} />} data-testid="recording-download">
            {t("recording.download")}
          </Button>
        )}
      </Group>
      {paused > 0 && (
        <Text size="sm" data-testid="recording-paused">
          {t("recording.paused", { seconds: paused.toFixed(1) })}
        </Text>
      )}
      {missing > 0 && (
        <Text size="sm" data-testid="recording-gaps">
          {t("recording.gaps", { seconds: missing.toFixed(1) })}
        </Text>
      )}
    </Stack>
  );
}
