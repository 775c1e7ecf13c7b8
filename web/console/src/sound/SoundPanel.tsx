import { Alert, Button, Group, NativeSelect, Progress, Stack, Text } from "@mantine/core";
import { IconBell, IconMicrophone, IconRepeat } from "@tabler/icons-react";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk/Desk";
import { ringOnce } from "../desk/ringing";
import { useCommand } from "../live/useCommand";
import { EchoTest, type EchoView } from "./EchoTest";
import { bar } from "./level";
import { canChooseSpeaker } from "./sink";
import type { DeviceUse } from "./SoundChoice";
import { devicesFor, useDevices, type Found } from "./useDevices";
import type { Verdict } from "./verdict";

/** Which microphone, speaker and ringer; and whether a call would be heard, tried on the very way a call takes. */
export function SoundPanel({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { found, look } = useDevices();
  const uses: DeviceUse[] = canChooseSpeaker() ? ["microphone", "speaker", "ringer"] : ["microphone"];
  const allow = async (): Promise<void> => {
    await desk.phone.openMicrophone();
    look();
    desk.phone.restMicrophone();
  };
  return (
    <Stack gap="sm" data-testid="sound-panel">
      {uses.map((use) => (
        <DeviceSelect key={use} desk={desk} use={use} found={found} />
      ))}
      {!found.named && (
        <Group gap="xs">
          <Text size="sm">{t("sound.unnamed")}</Text>
          <Button size="compact-sm" variant="default" leftSection={<IconMicrophone size={14} />} onClick={() => void allow()} data-testid="allow-microphone">
            {t("sound.allow")}
          </Button>
        </Group>
      )}
      <Trying desk={desk} tried={look} />
    </Stack>
  );
}

function DeviceSelect({ desk, use, found }: { desk: Desk; use: DeviceUse; found: Found }) {
  const { t } = useTranslation();
  const devices = useSyncExternalStore((listener) => desk.sound.listen(listener), () => desk.sound.devices);
  const chosen = devices[use];
  const known = devicesFor(use, found);
  const gone = chosen !== undefined && !known.some((it) => it.id === chosen);
  const choose = (device: string): void => {
    desk.sound.choose(use, device === "" ? undefined : device);
    if (use === "microphone" && desk.phone.view.microphone === "live") void desk.phone.changeMicrophone();
  };
  return (
    <NativeSelect
      label={t(`sound.${use}`)}
      description={gone && found.named ? t("sound.gone") : undefined}
      value={chosen ?? ""}
      onChange={(event) => choose(event.currentTarget.value)}
      data={[
        { value: "", label: t("sound.system") },
        ...known.map(({ id, name }) => ({ value: id, label: name })),
        ...(gone ? [{ value: chosen, label: t("sound.unplugged") }] : []),
      ]}
      data-testid={`device-${use}`}
    />
  );
}

function Trying({ desk, tried }: { desk: Desk; tried: () => void }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const [test] = useState(() => new EchoTest(desk));
  const view = useSyncExternalStore((listener) => test.listen(listener), () => test.view);
  return (
    <>
      <Group gap="xs">
        <Button variant="default" leftSection={<IconRepeat size={16} />} loading={busy} onClick={() => void run(() => test.run()).then(tried)} data-testid="echo-test">
          {t("sound.echo")}
        </Button>
        <Button variant="default" leftSection={<IconBell size={16} />} onClick={() => ringOnce(desk.sound.devices.ringer)} data-testid="try-ringer">
          {t("sound.tryRinger")}
        </Button>
      </Group>
      <div role="status">
        <Shown desk={desk} view={view} />
      </div>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert" data-testid="echo-error">
          {error}
        </Text>
      )}
    </>
  );
}

function Shown({ desk, view }: { desk: Desk; view: EchoView }) {
  const { t } = useTranslation();
  switch (view.step) {
    case "idle":
      return null;
    case "connecting":
      return <Text size="sm">{t("sound.connecting")}</Text>;
    case "listening":
      return (
        <Stack gap={6}>
          <Text size="sm">{t("sound.speak")}</Text>
          <Level name={t("sound.said")} level={view.last.sent} />
          <Level name={t("sound.cameBack")} level={view.last.heard} />
        </Stack>
      );
    case "noMicrophone":
      return (
        <Alert color="red" variant="light" data-testid="echo-verdict" data-says="noMicrophone">
          {t(`microphone.${desk.phone.view.microphone}`)}
        </Alert>
      );
    case "done":
      return <Outcome verdict={view.verdict} />;
  }
}

function Level({ name, level }: { name: string; level: number }) {
  return (
    <div aria-hidden>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Progress value={100 * bar(level)} transitionDuration={50} />
    </div>
  );
}

function Outcome({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const delay = verdict.says === "good" ? verdict.delayMs : undefined;
  return (
    <Alert color={verdict.says === "good" ? "green" : "red"} variant="light" data-testid="echo-verdict" data-says={verdict.says}>
      {t(`sound.verdict.${verdict.says}`, { ...verdict })}
      {delay !== undefined && ` ${t("sound.delay", { ms: delay })}`}
    </Alert>
  );
}
