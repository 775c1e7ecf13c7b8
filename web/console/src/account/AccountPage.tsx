import { Badge, Button, Fieldset, Group, PasswordInput, SegmentedControl, Stack, Table, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { endSession, keepLanguage, meQuery, sessionsQuery, type LoginSession } from "../api/account";
import { changeOwnPassword, enter } from "../api/session";
import { chooseLanguage, languages, type Language } from "../app/i18n";
import { useSession } from "../app/useSession";
import { useFormats } from "../calls/format";
import { ProblemAlert } from "../forms/ProblemAlert";
import { NewPasswordForm } from "../login/NewPasswordForm";
import { OwnSecondFactor } from "../secondFactor/OwnSecondFactor";

/** What everyone may do for themselves. */
export function AccountPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  return (
    <Stack gap="lg" maw="46rem">
      <div>
        <Title order={1} size="h3">
          {t("account.title")}
        </Title>
        <Text c="dimmed">{person.name}</Text>
      </div>
      <LanguageChoice />
      <Password />
      <OwnSecondFactor />
      <SessionList />
    </Stack>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const keeping = useMutation({
    mutationFn: async (language: Language) => {
      await chooseLanguage(language);
      await keepLanguage(language);
    },
  });
  return (
    <Fieldset legend={t("account.language")}>
      <Stack gap="sm" align="flex-start">
        <SegmentedControl
          aria-label={t("account.language")}
          value={i18n.language}
          onChange={(code) => keeping.mutate(code as Language)}
          data={languages.map((code) => ({ value: code, label: new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code }))}
          data-testid="own-language"
        />
        {keeping.isError && <ProblemAlert error={keeping.error} />}
      </Stack>
    </Fieldset>
  );
}

function Password() {
  const { t } = useTranslation();
  const { day } = useFormats();
  const queries = useQueryClient();
  const { data } = useQuery(meQuery);
  const [current, setCurrent] = useState("");
  const [changed, setChanged] = useState(0);
  const save = async (wanted: string): Promise<void> => {
    await changeOwnPassword(current, wanted);
    // The change ended every session of the tenant's runtime, this page's too: begin another.
    await enter(queries);
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    setCurrent("");
    setChanged(changed + 1);
  };
  return (
    <Fieldset legend={t("account.passwordTitle")}>
      <Stack gap="md" maw="26rem">
        {data?.passwordExpiresAt != null && <Text size="sm">{t("account.expires", { day: day(data.passwordExpiresAt) })}</Text>}
        <PasswordInput
          label={t("account.current")}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("login.showPassword"), tabIndex: 0, "aria-hidden": false }}
          data-testid="current-password"
        />
        <NewPasswordForm key={changed} lead="" save={save} />
        {changed > 0 && (
          <Text size="sm" role="status" data-testid="password-changed">
            {t("account.changed")}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

function SessionList() {
  const { t } = useTranslation();
  const { data, error } = useQuery(sessionsQuery);
  return (
    <Fieldset legend={t("account.sessions")}>
      <Text size="sm" c="dimmed" mb="sm">
        {t("account.sessionsLead")}
      </Text>
      {error !== null && <ProblemAlert error={error} />}
      <Table verticalSpacing="xs" data-testid="sessions">
        <Table.Tbody>
          {(data ?? []).map((it) => (
            <SessionRow key={it.id} session={it} />
          ))}
        </Table.Tbody>
      </Table>
    </Fieldset>
  );
}

function SessionRow({ session }: { session: LoginSession }) {
  const { t } = useTranslation();
  const { day, time } = useFormats();
  const queries = useQueryClient();
  const when = (moment: string): string => `${day(moment)} ${time(moment)}`;
  const ending = useMutation({ mutationFn: () => endSession(session.id), onSuccess: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }) });
  return (
    <Table.Tr data-testid="session-row">
      <Table.Td>
        <Group gap="xs">
          <Text size="sm">{session.address}</Text>
          {session.current && <Badge variant="light">{t("account.thisOne")}</Badge>}
        </Group>
        <Text size="xs" c="dimmed">
          {session.userAgent === "" ? t("account.unknownDevice") : session.userAgent}
        </Text>
        {ending.isError && <ProblemAlert error={ending.error} />}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{t("account.since", { when: when(session.createdAt) })}</Text>
        {session.seenAt != null && (
          <Text size="xs" c="dimmed">
            {t("account.seen", { when: when(session.seenAt) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end">
        {!session.current && (
          <Button size="compact-sm" variant="default" loading={ending.isPending} aria-label={t("account.endOf", { address: session.address })} onClick={() => ending.mutate()} data-testid="end-session">
            {t("account.end")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
