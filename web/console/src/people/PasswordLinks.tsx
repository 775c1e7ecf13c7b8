import { Alert, Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconLink, IconMail } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { mailPerson, makeResetLink, type Person } from "../api/people";
import { useFormats } from "../calls/format";
import { ProblemAlert } from "../forms/ProblemAlert";
import { waysInQuery } from "../login/ProviderButtons";

/** Ways to let a person choose a password: a link to hand over, or the same by mail where the platform sends any. */
export function PasswordLinks({ person, kind }: { person: Person; kind: "reset" | "invitation" }) {
  const { t } = useTranslation();
  const sends = useQuery(waysInQuery).data?.passwordByMail === true;
  const mailing = useMutation({ mutationFn: () => mailPerson(person.id, kind) });
  const making = useMutation({ mutationFn: () => makeResetLink(person.id) });
  const failed = mailing.error ?? making.error;
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="xs">
        {sends && person.email != null && (
          <Button variant="default" size="compact-md" leftSection={<IconMail size={16} />} loading={mailing.isPending} onClick={() => mailing.mutate()} data-testid="mail-link">
            {t(kind === "invitation" ? "mail.invite" : "mail.mailLink")}
          </Button>
        )}
        <Button variant="default" size="compact-md" leftSection={<IconLink size={16} />} loading={making.isPending} onClick={() => making.mutate()} data-testid="make-link">
          {t("mail.link")}
        </Button>
      </Group>
      {sends && person.email == null && (
        <Text size="sm" c="dimmed">
          {t("mail.noAddress")}
        </Text>
      )}
      {failed !== null && <ProblemAlert error={failed} />}
      {mailing.isSuccess && (
        <Text size="sm" role="status" data-testid="mailed">
          {t("mail.mailed", { address: person.email })}
        </Text>
      )}
      {making.isSuccess && <LinkCard name={person.name} link={`${location.origin}${making.data.path}`} expiresAt={making.data.expiresAt} />}
    </Stack>
  );
}

function LinkCard({ name, link, expiresAt }: { name: string; link: string; expiresAt: string }) {
  const { t } = useTranslation();
  const { day, time } = useFormats();
  return (
    <Alert color="sea" variant="light" icon={<IconLink />} title={t("mail.linkTitle", { name })} role="status">
      <Text component="code" size="sm" style={{ overflowWrap: "anywhere" }} data-testid="one-time-link">
        {link}
      </Text>
      <Group justify="space-between" mt="xs">
        <Text size="sm">{t("mail.linkOnce", { until: `${day(expiresAt)} ${time(expiresAt)}` })}</Text>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-md" leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />} onClick={copy}>
              {t(copied ? "mail.copied" : "mail.copyLink")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
