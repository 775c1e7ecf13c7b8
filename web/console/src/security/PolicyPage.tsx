import { Alert, Button, Center, Fieldset, Group, Loader, NativeSelect, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { policyQuery, previewProfile, type PasswordRules, type Policy } from "../api/account";
import { ForbiddenPage, ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";

const ruleNames = ["minLength", "lower", "upper", "digit", "special", "validityDays", "changeAtFirstLogin", "maxFailures", "blockMinutes", "history", "blocklist", "idleMinutes", "sessionHours"] as const;

/** The password policy in force. It is declared, so it is read here; whom another profile would touch can be asked. */
export function PolicyPage() {
  const { t } = useTranslation();
  const { data, error, isPending } = useQuery(policyQuery);
  if (!useMay()("security.read")) return <ForbiddenPage />;
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  return <PolicyView policy={data} />;
}

function PolicyView({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const [other, setOther] = useState(policy.profiles.find((it) => it.profile !== policy.effective.profile)?.profile ?? policy.effective.profile);
  const compared = policy.profiles.find((it) => it.profile === other);
  const preview = useMutation({ mutationFn: () => previewProfile(other) });
  const choose = (profile: string): void => {
    preview.reset();
    setOther(policy.profiles.find((it) => it.profile === profile)?.profile ?? other);
  };
  return (
    <Stack gap="md" maw="56rem">
      <div>
        <Title order={1} size="h3">
          {t("policy.title")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("policy.lead")}
        </Text>
      </div>
      <Alert variant="light" color="gray" icon={<IconLock />} data-testid="declared">
        {t("policy.declared")}
      </Alert>
      <NativeSelect w="18rem" label={t("policy.compare")} value={other} onChange={(event) => choose(event.currentTarget.value)} data={policy.profiles.map((it) => ({ value: it.profile, label: t(`policy.profileName.${it.profile}`) }))} data-testid="compare" />
      <RuleTable effective={policy.effective} compared={compared} />
      <Fieldset legend={t("policy.previewTitle")}>
        <Stack gap="sm">
          <Group>
            <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()} data-testid="preview">
              {t("policy.preview")} – {t(`policy.profileName.${other}`)}
            </Button>
          </Group>
          {preview.isError && <ProblemAlert error={preview.error} />}
          {preview.isSuccess && (
            <Text size="sm" role="status" data-testid="touched">
              {t("policy.touched", { ...preview.data })} {t("policy.unknown")}
            </Text>
          )}
        </Stack>
      </Fieldset>
    </Stack>
  );
}

function RuleTable({ effective, compared }: { effective: PasswordRules; compared: PasswordRules | undefined }) {
  const { t } = useTranslation();
  const told = (value: number | boolean | undefined): string => {
    if (typeof value === "boolean") return t(value ? "policy.yes" : "policy.no");
    return value === undefined || value === 0 ? t("policy.none") : String(value);
  };
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing="xs" data-testid="policy">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("policy.profile")}</Table.Th>
              <Table.Th>{t("policy.now")}: {t(`policy.profileName.${effective.profile}`)}</Table.Th>
              {compared !== undefined && <Table.Th>{t(`policy.profileName.${compared.profile}`)}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ruleNames.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  {t(`policy.rule.${name}`)}
                </Table.Th>
                <Table.Td>{told(effective[name])}</Table.Td>
                {compared !== undefined && <Table.Td fw={compared[name] === effective[name] ? 400 : 650}>{told(compared[name])}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
