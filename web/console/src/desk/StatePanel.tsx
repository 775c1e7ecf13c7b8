import { Alert, Badge, Button, CloseButton, Group, Menu, Paper, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconCoffee, IconHeadset, IconLogout, IconMicrophoneOff, IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import type { Desk } from "./Desk";
import { useLease, usePhoneView } from "./DeskContext";
import classes from "./desk.module.css";
import { stateColor } from "./stateColor";
import { HelpButton } from "./HelpButton";
import { SoundButton } from "../sound/SoundButton";
import { Messages } from "./Messages";
import { clock, useServerNow } from "./time";
import { useCommand } from "../live/useCommand";

/** Who I am for routing, since when, what I asked to be next, and how to change it. */
export function StatePanel({ desk, view }: { desk: Desk; view: DeskView }) {
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <CurrentState desk={desk} view={view} />
        {view.asked != null && <AskedChip desk={desk} view={view} />}
        {view.signedIn && <PhoneLine desk={desk} view={view} />}
        {view.messages.length > 0 && <Messages desk={desk} messages={view.messages} />}
        {view.signedIn && <Choices desk={desk} view={view} />}
        {view.signedIn && <HelpButton desk={desk} view={view} />}
      </Stack>
    </Paper>
  );
}

function CurrentState({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const now = useServerNow(desk);
  const state = view.signedIn ? (view.state ?? "paused") : "signed_out";
  const reason = view.pauseReasons.find((it) => it.name === view.pauseReason)?.displayName;
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <span className={classes.dot} style={{ background: stateColor(state), marginBlockStart: "0.45rem" }} aria-hidden />
      <div style={{ flex: 1, minInlineSize: 0 }}>
        <Text fw={650} size="lg" data-testid="agent-state" data-state={state}>
          {t(`desk.state.${state}`)}
        </Text>
        {state === "paused" && reason !== undefined && <Text size="sm">{reason}</Text>}
        {view.changedBy != null && (
          <Text size="sm" c="dimmed" data-testid="changed-by">
            {t("desk.changedBy", { name: view.changedBy })}
          </Text>
        )}
      </div>
      {view.signedIn && view.stateSince != null && (
        <Text className={classes.timer} size="lg" data-testid="state-timer">
          {clock(now - Date.parse(view.stateSince))}
        </Text>
      )}
    </Group>
  );
}

function AskedChip({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const { run } = useCommand();
  const asked = view.asked;
  if (asked == null) return null;
  const reason = view.pauseReasons.find((it) => it.name === asked.reason)?.displayName ?? "";
  // What a supervisor asked for is theirs to take back.
  const clear = asked.by == null ? () => void run(() => desk.command("take_back_next")) : undefined;
  return (
    <Badge
      variant="light"
      size="lg"
      tt="none"
      data-testid="asked-next"
      rightSection={clear && <CloseButton size="xs" aria-label={t("desk.asked.clear")} onClick={clear} />}
    >
      {t(`desk.asked.${asked.next}`, { reason })}
      {asked.by != null && ` · ${t("desk.changedBy", { name: asked.by })}`}
    </Badge>
  );
}

function PhoneLine({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const phone = usePhoneView(desk);
  const held = useLease(desk);
  const browser = view.phone.kind === "browser";
  const problem = browser && phone.microphone !== "live" && phone.microphone !== "unknown" ? phone.microphone : undefined;
  return (
    <>
      <Group gap={6} wrap="nowrap">
        {browser ? <IconHeadset size={16} aria-hidden /> : <IconPhone size={16} aria-hidden />}
        <Text size="sm" data-testid="phone-line" data-reachable={view.phone.reachable}>
          {t(browser ? "desk.phone.browser" : "desk.phone.sip")}
          {" · "}
          {t(view.phone.reachable ? "desk.phone.reachable" : "desk.phone.notReachable")}
        </Text>
        {browser && <SoundButton desk={desk} />}
      </Group>
      {browser && !held && (
        <Alert color="orange" variant="light" p="xs" data-testid="other-tab">
          <Text size="sm">{t("tab.elsewhere")}</Text>
          <Button size="compact-sm" mt={6} variant="default" onClick={() => void desk.lease.take()} data-testid="use-this-tab">
            {t("tab.useHere")}
          </Button>
        </Alert>
      )}
      {problem !== undefined && (
        <Alert color="red" variant="light" p="xs" icon={<IconMicrophoneOff />} title={t("microphone.none")} data-testid="microphone-problem">
          <Text size="sm">{t(`microphone.${problem}`)}</Text>
          <Button size="compact-sm" mt={6} variant="light" color="red" onClick={() => void desk.phone.openMicrophone()}>
            {t("microphone.again")}
          </Button>
        </Alert>
      )}
    </>
  );
}

function Choices({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const resting = view.state === "paused" || view.state === "not_answering";
  return (
    <>
      <Stack gap="xs">
        <Menu position="bottom-start" withinPortal={false}>
          <Menu.Target>
            <Button variant="default" leftSection={<IconCoffee size={16} />} rightSection={<IconChevronDown size={14} />} disabled={busy} data-testid="pause-menu">
              {t("desk.pause")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {view.pauseReasons.map((it) => (
              <Menu.Item key={it.name} onClick={() => void run(() => desk.command("pause", { reason: it.name }))} data-testid={`pause-${it.name}`}>
                {it.displayName}
              </Menu.Item>
            ))}
            {view.pauseReasons.length === 0 && <Menu.Label>{t("desk.noPauses")}</Menu.Label>}
          </Menu.Dropdown>
        </Menu>
        <Button variant="default" leftSection={<IconLogout size={16} />} disabled={busy} onClick={() => void run(() => desk.command("sign_out"))} data-testid="desk-sign-out">
          {t(resting || view.state === "available" ? "desk.signOut" : "desk.signOutAfter")}
        </Button>
      </Stack>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
