import { Alert, Button, Code, Divider, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconHeadset, IconKey, IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DeskView, SipAccount } from "../api/types";
import { SoundPanel } from "../sound/SoundPanel";
import type { Desk } from "./Desk";
import classes from "./desk.module.css";
import { askForNotifications } from "./ringing";
import { useCommand } from "../live/useCommand";

/** Where shall it ring: in this page or on the phone on the table. */
export function ChoosePhone({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const here = (): void => {
    askForNotifications();
    void run(() => desk.signInHere());
  };
  return (
    <Stack className={classes.center} gap="md">
      <div>
        <Title order={2}>{t("choose.title", { name: view.agent.name })}</Title>
        <Text c="dimmed">{t("choose.lead")}</Text>
      </div>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
        <Button size="lg" h="auto" py="md" leftSection={<IconHeadset />} onClick={here} loading={busy} data-testid="sign-in-browser">
          {t("choose.browser")}
        </Button>
        <Button size="lg" h="auto" py="md" variant="default" leftSection={<IconPhone />} disabled={busy} onClick={() => void run(() => desk.signInWithDeskPhone())} data-testid="sign-in-sip">
          {t("choose.sip")}
        </Button>
      </SimpleGrid>
      {error !== undefined && (
        <Alert color="red" variant="light" role="alert" data-testid="sign-in-error">
          {error}
        </Alert>
      )}
      <Divider />
      <section aria-label={t("sound.title")}>
        <Title order={3} size="h5" mb="xs">
          {t("sound.title")}
        </Title>
        <SoundPanel desk={desk} />
      </section>
      <Divider />
      <DeskPhoneAccount desk={desk} />
    </Stack>
  );
}

/** The account to type into a desk phone: on the screen only when asked for. It stays the same, so that a phone that has it goes on working. */
function DeskPhoneAccount({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { run, busy, error } = useCommand();
  const [account, setAccount] = useState<SipAccount>();
  const show = (): void => void run(async () => setAccount(await desk.sipAccount()));
  if (account === undefined) {
    return (
      <Stack gap={6} align="flex-start">
        <Text size="sm" c="dimmed">
          {t("choose.accountLead")}
        </Text>
        <Button variant="subtle" size="compact-md" leftSection={<IconKey size={16} />} onClick={show} loading={busy} data-testid="sip-account">
          {t("choose.showAccount")}
        </Button>
        {error !== undefined && (
          <Text c="red" size="sm" role="alert">
            {error}
          </Text>
        )}
      </Stack>
    );
  }
  return (
    <Stack gap="xs" data-testid="sip-account-shown">
      <Text size="sm">{t("choose.accountOnce")}</Text>
      <dl className={classes.facts}>
        <dt>{t("choose.username")}</dt>
        <dd>
          <Code>{account.username}</Code>
        </dd>
        <dt>{t("choose.password")}</dt>
        <dd>
          <Code>{account.password}</Code>
        </dd>
        <dt>{t("choose.registrar")}</dt>
        <dd>
          <Code>{account.registrar}</Code>
        </dd>
      </dl>
    </Stack>
  );
}
