import { Alert, Button, Kbd, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCoffee, IconHeadset, IconMicrophone, IconPhoneOff, IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import type { Desk } from "./Desk";
import { usePhoneView } from "./DeskContext";
import classes from "./desk.module.css";
import { keys } from "./keys";
import { useCommand } from "../live/useCommand";

const icons = { available: IconHeadset, paused: IconCoffee, not_answering: IconPhoneOff, unreachable: IconPlugConnectedX };
const colors = { available: "green", paused: "yellow", not_answering: "red", unreachable: "red" };
type Idle = keyof typeof icons;

const idleOf = (view: DeskView): Idle => {
  const state = view.state ?? "paused";
  return state in icons ? (state as Idle) : "available";
};

/** Nothing to do right now: what that means, and the one button that changes it. */
export function IdlePane({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const idle = idleOf(view);
  const Icon = icons[idle];
  return (
    <Stack className={classes.center} align="center" gap="sm" ta="center">
      <ThemeIcon size={64} radius="xl" variant="light" color={colors[idle]} aria-hidden>
        <Icon size={34} />
      </ThemeIcon>
      <Title order={2}>{t(`idle.${idle}.title`)}</Title>
      <Text c="dimmed" maw="30rem">
        {t(`idle.${idle}.text`)}
      </Text>
      {idle !== "available" && <BecomeReady desk={desk} />}
    </Stack>
  );
}

function BecomeReady({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const { microphone } = usePhoneView(desk);
  const asks = desk.usesBrowserPhone && microphone !== "live";
  return (
    <>
      <Button
        size="lg"
        loading={busy}
        onClick={() => void run(() => desk.becomeReady())}
        rightSection={<Kbd size="xs">{keys.answer}</Kbd>}
        data-testid="become-ready"
      >
        {t("idle.ready")}
      </Button>
      {asks && (
        <Alert variant="light" icon={<IconMicrophone />} ta="start" color={microphone === "unknown" ? "sea" : "red"} data-testid="microphone-notice">
          {t(microphone === "unknown" ? "microphone.ask" : `microphone.${microphone}`)}
        </Alert>
      )}
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
