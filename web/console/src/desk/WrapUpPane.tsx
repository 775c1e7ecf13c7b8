import { Button, Group, Kbd, Progress, Radio, Stack, Text, Textarea, Title } from "@mantine/core";
import { useHotkeys, type HotkeyItem } from "@mantine/hooks";
import { IconCheck, IconClockPlus } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WrapUpView } from "../api/types";
import type { Desk } from "./Desk";
import classes from "./desk.module.css";
import { keys } from "./keys";
import { clock, useServerNow } from "./time";
import { useCommand } from "../live/useCommand";

const kinds = ["positive", "argued", "notArgued"] as const;
const COMMENT_MAX = 4000;

/** After the call: what came of it. The server keeps the time; what is chosen is sent at once, so that its end loses nothing. */
export function WrapUpPane({ desk, wrapUp }: { desk: Desk; wrapUp: WrapUpView }) {
  const { t } = useTranslation();
  // Apart, because a button that is disabled by the comment's saving would lose the click that caused it.
  const saving = useCommand();
  const ending = useCommand();
  const [code, setCode] = useState(wrapUp.given?.code ?? null);
  const [comment, setComment] = useState("");
  const { interaction } = wrapUp;
  const saved = useRef("");
  const commented = comment.trim();
  const send = (chosen: string): Promise<unknown> => {
    saved.current = commented;
    return desk.command("disposition", { interaction, code: chosen, comment: commented || null });
  };
  const saveComment = (): void => {
    if (code !== null && commented !== saved.current) void saving.run(() => send(code));
  };
  const choose = (chosen: string): void => {
    setCode(chosen);
    void saving.run(() => send(chosen));
  };
  const finish = (): void =>
    void ending.run(async () => {
      if (code !== null && commented !== saved.current) await send(code);
      await desk.command("wrap_up_done", { interaction });
    });
  const mayFinish = !ending.busy && !(wrapUp.required && code === null);
  useHotkeys(
    [
      ...inOrder(wrapUp).map(({ code: nth }, i): HotkeyItem => [`alt+digit${i + 1}`, () => choose(nth), { usePhysicalKeys: true }]),
      [keys.answer, (event) => mayFinish && !event.repeat && finish()],
    ],
    [],
  );
  const error = ending.error ?? saving.error;
  const asksComment = wrapUp.dispositions.find((it) => it.code === code)?.askComment ?? false;
  return (
    <Stack gap="md" data-testid="wrap-up" data-interaction={interaction}>
      <WrapUpHead desk={desk} wrapUp={wrapUp} />
      {wrapUp.dispositions.length > 0 && <Dispositions wrapUp={wrapUp} code={code} choose={choose} />}
      <Textarea
        label={t("wrapUp.comment")}
        description={asksComment ? t("wrapUp.commentAsked") : undefined}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={COMMENT_MAX}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        onBlur={saveComment}
        data-testid="comment"
      />
      <Group>
        <Button size="md" leftSection={<IconCheck size={18} />} loading={ending.busy} disabled={wrapUp.required && code === null} onClick={finish} rightSection={<Kbd size="xs">{keys.answer}</Kbd>} data-testid="wrap-up-done">
          {t("wrapUp.done")}
        </Button>
        {wrapUp.mayExtend && (
          <Button variant="default" size="md" leftSection={<IconClockPlus size={18} />} disabled={ending.busy} onClick={() => void ending.run(() => desk.command("wrap_up_extend", { interaction }))} data-testid="wrap-up-extend">
            {t("wrapUp.extend", { count: wrapUp.extensionsLeft })}
          </Button>
        )}
      </Group>
      {wrapUp.required && code === null && <Text size="sm">{t("wrapUp.required")}</Text>}
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

/** As they stand on the page, by kind: Alt and the digit of their place chooses one of the first nine. */
const inOrder = (wrapUp: WrapUpView): WrapUpView["dispositions"] => kinds.flatMap((kind) => wrapUp.dispositions.filter((it) => it.kind === kind)).slice(0, 9);

function WrapUpHead({ desk, wrapUp }: { desk: Desk; wrapUp: WrapUpView }) {
  const { t } = useTranslation();
  const left = Date.parse(wrapUp.until) - useServerNow(desk);
  const [longest] = useState(left);
  return (
    <div>
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4">
          {t("wrapUp.title", { caller: wrapUp.callerNumber ?? t("call.unknown") })}
        </Title>
        <Text className={classes.timer} fz="1.5rem" fw={600} data-testid="wrap-up-timer">
          {clock(left + 999)}
        </Text>
      </Group>
      <Progress mt={6} size="sm" color="violet" value={(100 * Math.max(0, left)) / Math.max(longest, left, 1)} aria-hidden />
    </div>
  );
}

function Dispositions({ wrapUp, code, choose }: { wrapUp: WrapUpView; code: string | null; choose: (code: string) => void }) {
  const { t } = useTranslation();
  const groups = kinds.map((kind) => ({ kind, of: wrapUp.dispositions.filter((it) => it.kind === kind) })).filter((group) => group.of.length > 0);
  return (
    <Radio.Group label={t("wrapUp.disposition")} required={wrapUp.required} value={code} onChange={choose}>
      <Group mt="xs" gap="xl" align="flex-start">
        {groups.map((group) => (
          <Stack key={group.kind} gap={8}>
            <Text size="sm" c="dimmed">
              {t(`wrapUp.kind.${group.kind}`)}
            </Text>
            {group.of.map((it) => (
              <Group key={it.code} gap="xs">
                <Radio value={it.code} label={it.label} data-testid={`disposition-${it.code}`} />
                <KeyOf place={inOrder(wrapUp).indexOf(it)} />
              </Group>
            ))}
          </Stack>
        ))}
      </Group>
    </Radio.Group>
  );
}

function KeyOf({ place }: { place: number }) {
  const { t } = useTranslation();
  return place < 0 ? null : <Kbd size="xs">{t("wrapUp.key", { number: place + 1 })}</Kbd>;
}
