import { Alert, Badge, Button, Group, Kbd, Stack, Text, Title } from "@mantine/core";
import {
  IconArrowForwardUp, IconDialpad, IconMicrophone, IconMicrophoneOff, IconPhoneX, IconPlayerPause, IconPlayerPlay, IconPlayerRecordFilled,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CurrentCall } from "../api/types";
import { action } from "../app/colors";
import { CallerNumber } from "./CallerNumber";
import { callActions, type CallActions } from "./callActions";
import type { Desk } from "./Desk";
import { usePhoneView } from "./DeskContext";
import classes from "./desk.module.css";
import { Keypad } from "./Keypad";
import { keys } from "./keys";
import { clock, useServerNow } from "./time";
import { TransferPicker } from "./TransferPicker";
import { useCommand, type Doing } from "../live/useCommand";

/** The call that is on. */
export function CallPane({ desk, call }: { desk: Desk; call: CurrentCall }) {
  const { t } = useTranslation();
  const doing = useCommand();
  const actions = callActions(desk, call);
  const [open, setOpen] = useState<"keypad" | "transfer">();
  const toggle = (what: "keypad" | "transfer") => (): void => setOpen(open === what ? undefined : what);
  return (
    <Stack gap="lg" data-testid="call" data-interaction={call.interaction} data-held={call.held} data-muted={call.muted}>
      <CallHead desk={desk} call={call} />
      <CallFacts call={call} />
      {call.watchers.map((it) => (
        <Alert key={it.name} variant="light" role="status" data-testid="watcher" data-mode={it.mode}>
          {t(`watch.told.${it.mode}`, { name: it.name })}
        </Alert>
      ))}
      <Notices desk={desk} call={call} />
      <Group gap="sm">
        <MuteAndHold call={call} actions={actions} doing={doing} />
        <OpenButtons open={open} toggle={toggle} />
        <RecordingButton call={call} actions={actions} doing={doing} />
        <HangUp actions={actions} doing={doing} />
      </Group>
      {open === "keypad" && <Keypad send={(digit) => void doing.run(() => actions.sendKey(digit))} />}
      {open === "transfer" && (
        <TransferPicker
          doing={doing}
          toQueue={(name) => void doing.run(() => actions.toQueue(name))}
          toAgent={(id) => void doing.run(() => actions.toAgent(id))}
        />
      )}
      {doing.error !== undefined && (
        <Text c="red" size="sm" role="alert" data-testid="call-error">
          {doing.error}
        </Text>
      )}
    </Stack>
  );
}

function CallHead({ desk, call }: { desk: Desk; call: CurrentCall }) {
  const { t } = useTranslation();
  const now = useServerNow(desk);
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Group gap="xs" mb={4}>
          <Title order={2} size="h4">
            {t(call.held ? "call.held" : "call.title")}
          </Title>
          {call.queueName != null && <Badge variant="light">{call.queueName}</Badge>}
          {call.recording !== "off" && (
            <Badge variant="light" color={call.recording === "on" ? "red" : "gray"} leftSection={<IconPlayerRecordFilled size={10} />} data-testid="recording" data-recording={call.recording}>
              {t(`call.recording.${call.recording}`)}
            </Badge>
          )}
        </Group>
        <CallerNumber number={call.callerNumber} withheld={call.callerWithheld} />
      </div>
      {call.talkSince != null && (
        <Text className={classes.timer} fz="1.75rem" fw={600} data-testid="talk-timer">
          {clock(now - Date.parse(call.talkSince))}
        </Text>
      )}
    </Group>
  );
}

function CallFacts({ call }: { call: CurrentCall }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      <dt>{t("call.dialled")}</dt>
      <dd>
        {call.entryName ?? ""} {call.dialled}
      </dd>
      {call.choices.length > 0 && (
        <>
          <dt>{t("call.choices")}</dt>
          <dd>{call.choices.map((it) => it.label).join(" › ")}</dd>
        </>
      )}
    </dl>
  );
}

function Notices({ desk, call }: { desk: Desk; call: CurrentCall }) {
  const { t } = useTranslation();
  const phone = usePhoneView(desk);
  if (call.holdCause === "unreachable") {
    return (
      <Alert color="orange" variant="light" data-testid="coming-back">
        {t("call.comingBack")}
      </Alert>
    );
  }
  if (desk.usesBrowserPhone && phone.microphone !== "live" && phone.microphone !== "unknown") {
    return (
      <Alert color="red" variant="light" icon={<IconMicrophoneOff />}>
        {t("microphone.notHeard")}
      </Alert>
    );
  }
  return null;
}

interface ActionProps {
  actions: CallActions;
  doing: Doing;
}

function MuteAndHold({ call, actions, doing }: ActionProps & { call: CurrentCall }) {
  const { t } = useTranslation();
  return (
    <>
      <Button
        variant={call.muted ? "filled" : "default"}
        color={call.muted ? action.engaged : "gray"}
        aria-pressed={call.muted}
        leftSection={call.muted ? <IconMicrophoneOff size={18} /> : <IconMicrophone size={18} />}
        rightSection={<Kbd size="xs">{keys.mute}</Kbd>}
        onClick={() => void doing.run(actions.toggleMute)}
        data-testid="mute"
      >
        {t(call.muted ? "call.unmute" : "call.mute")}
      </Button>
      <Button
        variant={call.held ? "filled" : "default"}
        color={call.held ? action.engaged : "gray"}
        aria-pressed={call.held}
        leftSection={call.held ? <IconPlayerPlay size={18} /> : <IconPlayerPause size={18} />}
        rightSection={<Kbd size="xs">{keys.hold}</Kbd>}
        onClick={() => void doing.run(actions.toggleHold)}
        data-testid="hold"
      >
        {t(call.held ? "call.resume" : "call.hold")}
      </Button>
    </>
  );
}

function OpenButtons({ open, toggle }: { open: string | undefined; toggle: (what: "keypad" | "transfer") => () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button variant={open === "keypad" ? "light" : "default"} aria-expanded={open === "keypad"} leftSection={<IconDialpad size={18} />} onClick={toggle("keypad")} data-testid="keypad">
        {t("call.keypad")}
      </Button>
      <Button variant={open === "transfer" ? "light" : "default"} aria-expanded={open === "transfer"} leftSection={<IconArrowForwardUp size={18} />} onClick={toggle("transfer")} data-testid="transfer">
        {t("call.transfer")}
      </Button>
    </>
  );
}

function RecordingButton({ call, actions, doing }: ActionProps & { call: CurrentCall }) {
  const { t } = useTranslation();
  if (!call.mayPauseRecording || call.recording === "off") return null;
  return (
    <Button variant="default" aria-pressed={call.recording === "paused"} leftSection={<IconPlayerRecordFilled size={16} />} onClick={() => void doing.run(actions.toggleRecording)} data-testid="pause-recording">
      {t(call.recording === "paused" ? "call.resumeRecording" : "call.pauseRecording")}
    </Button>
  );
}

function HangUp({ actions, doing }: ActionProps) {
  const { t } = useTranslation();
  return (
    <Button color={action.end} leftSection={<IconPhoneX size={18} />} rightSection={<Kbd size="xs">{keys.hangUp}</Kbd>} onClick={() => void doing.run(actions.hangUp)} data-testid="hang-up">
      {t("call.hangUp")}
    </Button>
  );
}
