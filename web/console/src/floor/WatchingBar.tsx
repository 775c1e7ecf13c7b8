import { Alert, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconArrowsExchange, IconEar, IconPhoneX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Watching } from "../api/types";
import { useMay } from "../app/useSession";
import { useAsk } from "./useAsk";

const modes = ["listen", "whisper", "join"] as const;

/** The call this person is in as a supervisor: who hears them, and the ways out of it. */
export function WatchingBar({ watching }: { watching: Watching }) {
  const { t } = useTranslation();
  const may = useMay();
  const mayTakeOver = may("supervision.take_over");
  const { ask, busy, error } = useAsk();
  const { agent, agentName, mode, up } = watching;
  return (
    <Alert color="sea" variant="light" icon={<IconEar aria-hidden />} title={t(up ? "watch.in" : "watch.calling", { name: agentName })} data-testid="watching" data-mode={mode} data-up={up}>
      <Text size="sm" role="status" mb="xs">
        {t(`watch.heardBy.${mode}`, { name: agentName })}
      </Text>
      <Group gap="sm">
        <SegmentedControl
          aria-label={t("watch.who")}
          value={mode}
          disabled={busy || !up}
          data={modes.filter((it) => may(`supervision.${it}`)).map((it) => ({ value: it, label: t(`watch.${it}`) }))}
          onChange={(wanted) => ask(wanted, { agent })}
        />
        {mayTakeOver && (
          <Button variant="default" leftSection={<IconArrowsExchange size={16} />} disabled={busy || !up} onClick={() => ask("take_over", { agent })} data-testid="take-over">
            {t("watch.takeOver")}
          </Button>
        )}
        <Button variant="default" leftSection={<IconPhoneX size={16} />} disabled={busy} onClick={() => ask("stop_watching", {})} data-testid="stop-watching">
          {t("watch.leave")}
        </Button>
      </Group>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </Alert>
  );
}
