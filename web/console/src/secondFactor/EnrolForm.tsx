import { Button, Center, Loader, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { confirmTotp, enrolTotp } from "../api/secondFactor";
import { ProblemAlert } from "../forms/ProblemAlert";
import { CodeInput } from "./CodeInput";
import { RecoveryCodes } from "./RecoveryCodes";

/** Shows a new secret, asks for a first code of it, and hands out the recovery codes; then `done`. */
export function EnrolForm({ lead, done }: { lead?: string; done: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  // Asked for once each time the form is opened: a secret that is shown must be the one that is waited for.
  const offer = useQuery({ queryKey: ["enrolment"], queryFn: enrolTotp, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false });
  const confirming = useMutation({ mutationFn: () => confirmTotp(code), onError: () => setCode("") });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    confirming.mutate();
  };
  if (confirming.isSuccess) return <RecoveryCodes codes={confirming.data} done={done} />;
  if (offer.isError) return <ProblemAlert error={offer.error} />;
  if (offer.isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  return (
    <form onSubmit={submit} data-testid="enrol">
      <Stack gap="md">
        {lead !== undefined && <Text>{lead}</Text>}
        <Text size="sm">{t("secondFactor.scan")}</Text>
        {/* Dark on light whatever the page's colours: most telephones read nothing else. */}
        <Paper bg="white" p="md" w="fit-content" withBorder>
          <QRCodeSVG value={offer.data.uri} size={184} title={t("secondFactor.picture")} role="img" />
        </Paper>
        <Text size="sm">
          {t("secondFactor.byHand")}{" "}
          <Text component="code" size="sm" data-testid="totp-secret">
            {offer.data.secret}
          </Text>
        </Text>
        {confirming.isError && <ProblemAlert error={confirming.error} />}
        <CodeInput value={code} set={setCode} label={t("secondFactor.typeFirst")} />
        <Button type="submit" size="md" loading={confirming.isPending} data-testid="confirm-totp">
          {t("secondFactor.confirm")}
        </Button>
      </Stack>
    </form>
  );
}
