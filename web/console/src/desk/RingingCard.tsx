import { Badge, Button, Group, Kbd, Progress, Stack, Text, Title } from "@mantine/core";
import { IconPhoneIncoming, IconPhoneX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { OfferView } from "../api/types";
import { action } from "../app/colors";
import { CallerNumber } from "./CallerNumber";
import type { Desk } from "./Desk";
import { useLease, usePhoneView } from "./DeskContext";
import classes from "./desk.module.css";
import { keys } from "./keys";
import { badge, notify, ringTone } from "./ringing";
import { clock, useServerNow } from "./time";
import { useCommand } from "../live/useCommand";

/** Somebody calls: who, what for, how long they have waited, and two buttons. */
export function RingingCard({ desk, offer }: { desk: Desk; offer: OfferView }) {
  const { t } = useTranslation();
  useRinging(desk, offer);
  return (
    <Stack gap="lg" className={classes.ringing} data-testid="ringing" data-offer={offer.offer} data-interaction={offer.interaction}>
      <div>
        <Group gap="xs" mb={4}>
          <IconPhoneIncoming aria-hidden color="var(--mantine-color-orange-6)" />
          <Title order={2} size="h4">
            {t("ringing.title")}
          </Title>
          {offer.queueName != null && <Badge variant="light">{offer.queueName}</Badge>}
        </Group>
        <CallerNumber number={offer.callerNumber} withheld={offer.callerWithheld} />
      </div>
      <OfferFacts offer={offer} />
      <TimeLeft desk={desk} offer={offer} />
      <OfferButtons desk={desk} offer={offer} />
    </Stack>
  );
}

function OfferFacts({ offer }: { offer: OfferView }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      <dt>{t("call.dialled")}</dt>
      <dd data-testid="offer-dialled">
        {offer.entryName ?? offer.entry ?? ""} {offer.dialled}
      </dd>
      {offer.choices.length > 0 && (
        <>
          <dt>{t("call.choices")}</dt>
          <dd data-testid="offer-choices">{offer.choices.map((it) => it.label).join(" › ")}</dd>
        </>
      )}
      <dt>{t("call.waited")}</dt>
      <dd data-testid="offer-waited">{clock(offer.waitedMs)}</dd>
      {offer.overflowedFrom != null && (
        <>
          <dt>{t("call.overflowedFrom")}</dt>
          <dd>{offer.overflowedFrom}</dd>
        </>
      )}
      {offer.directFrom != null && (
        <>
          <dt>{t("call.transferredBy")}</dt>
          <dd>{offer.directFrom}</dd>
        </>
      )}
    </dl>
  );
}

function TimeLeft({ desk, offer }: { desk: Desk; offer: OfferView }) {
  const { t } = useTranslation();
  const now = useServerNow(desk);
  const left = Date.parse(offer.expiresAt) - now;
  const whole = Date.parse(offer.expiresAt) - Date.parse(offer.madeAt);
  return (
    <div>
      <Progress value={(100 * Math.max(0, left)) / Math.max(1, whole)} color="orange" size="sm" aria-hidden />
      <Text size="sm" c="dimmed" mt={4} className={classes.timer}>
        {t("ringing.left", { seconds: Math.max(0, Math.ceil(left / 1000)) })}
      </Text>
    </div>
  );
}

function OfferButtons({ desk, offer }: { desk: Desk; offer: OfferView }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const phone = usePhoneView(desk);
  const held = useLease(desk);
  const decline = (): void => void run(() => desk.command("decline", { offer: offer.offer }));
  return (
    <>
      <Group>
        {desk.usesBrowserPhone && held ? (
          <Button
            size="lg"
            color={action.answer}
            loading={phone.state === "answering"}
            onClick={() => void desk.phone.answer(offer.offer)}
            rightSection={<Kbd size="xs">{keys.answer}</Kbd>}
            data-testid="answer"
          >
            {t("ringing.answer")}
          </Button>
        ) : (
          <Text fw={600}>{t(desk.usesBrowserPhone ? "tab.answerThere" : "ringing.liftHandset")}</Text>
        )}
        <Button size="lg" variant="default" leftSection={<IconPhoneX size={18} />} disabled={busy} onClick={decline} rightSection={<Kbd size="xs">{keys.hangUp}</Kbd>} data-testid="decline">
          {t("ringing.decline")}
        </Button>
      </Group>
      {error !== undefined && (
        <Text c="red" size="sm" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}

function useRinging(desk: Desk, offer: OfferView): void {
  const { t } = useTranslation();
  const answering = usePhoneView(desk).state === "answering";
  const who = offer.callerWithheld ? t("call.withheld") : (offer.callerNumber ?? t("call.unknown"));
  useEffect(() => {
    if (answering) return;
    // A desk phone rings by itself.
    const ends = [badge(t("ringing.tab", { who })), notify(t("ringing.title"), [who, offer.queueName ?? ""].join(" · "))];
    if (desk.usesBrowserPhone && desk.lease.held) ends.push(ringTone(desk.sound.devices.ringer));
    return () => {
      for (const end of ends) end();
    };
  }, [desk, answering, who, offer.queueName, t]);
}
