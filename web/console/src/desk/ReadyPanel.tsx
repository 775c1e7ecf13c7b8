import { Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconHelp, IconX } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import { useRule } from "../floor/useRule";
import type { Desk } from "./Desk";
import { useEngineUp, usePhoneView } from "./DeskContext";
import { checks, type Speaker, type Verdict } from "./readiness";

const icons = { good: IconCheck, bad: IconX, unknown: IconHelp };
const colors: Record<Verdict, string> = { good: "var(--mantine-color-green-6)", bad: "var(--mantine-color-red-6)", unknown: "var(--mantine-color-gray-6)" };

/** Why calls come, or do not: each thing a call would meet, and for each queue with somebody waiting the first rule that excludes me. */
export function ReadyPanel({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const { microphone } = usePhoneView(desk);
  const connection = useSyncExternalStore((listener) => desk.socket.listen(listener), () => desk.socket.connection);
  const engineUp = useEngineUp(desk);
  const speaker = useSpeaker();
  return (
    <Paper withBorder p="md" component="section" aria-label={t("ready.title")} data-testid="ready-panel">
      <Title order={2} size="sm" mb={6}>
        {t("ready.title")}
      </Title>
      <Stack gap={4} role="list">
        {checks({ connection, engineUp, view, microphone, speaker }).map(({ what, verdict, says }) => (
          <Line key={what} what={what} verdict={verdict} words={t(`ready.says.${says}`)} />
        ))}
      </Stack>
      {view.ready.length > 0 && <Excluding ready={view.ready} />}
    </Paper>
  );
}

function Line({ what, verdict, words }: { what: string; verdict: Verdict; words: string }) {
  const { t } = useTranslation();
  const Icon = icons[verdict];
  return (
    <Group gap="xs" wrap="nowrap" role="listitem" data-testid={`ready-${what}`} data-verdict={verdict}>
      <Icon size={16} color={colors[verdict]} aria-label={t(`ready.verdict.${verdict}`)} />
      <Text size="sm">{words}</Text>
    </Group>
  );
}

function Excluding({ ready }: { ready: DeskView["ready"] }) {
  const { t } = useTranslation();
  const rule = useRule();
  return (
    <>
      <Text size="sm" fw={600} mt="sm">
        {t("ready.waiting")}
      </Text>
      <Stack gap={2}>
        {ready.map((it) => (
          <Text key={it.queue} size="sm" data-testid={`excluded-${it.queue}`} data-rule={it.rule ?? ""}>
            {t("ready.excluded", { queue: it.displayName, waiting: it.waiting, rule: rule(it.rule, it.detail) })}
            {it.rank != null && ` · ${t("ready.rank", { rank: it.rank, free: it.free })}`}
          </Text>
        ))}
      </Stack>
    </>
  );
}

/** Whether there is something to hear callers with. Browsers that list no outputs leave it unknown. */
function useSpeaker(): Speaker {
  const [speaker, setSpeaker] = useState<Speaker>("unknown");
  useEffect(() => {
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (devices === undefined) return;
    const look = async (): Promise<void> => {
      const all = await devices.enumerateDevices();
      if (all.some((it) => it.kind === "audiooutput")) setSpeaker("found");
      else setSpeaker("setSinkId" in HTMLMediaElement.prototype && all.length > 0 ? "missing" : "unknown");
    };
    const again = (): void => void look();
    again();
    devices.addEventListener("devicechange", again);
    return () => devices.removeEventListener("devicechange", again);
  }, []);
  return speaker;
}
