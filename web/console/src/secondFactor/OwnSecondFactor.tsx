import { Button, Fieldset, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "../api/account";
import { removeTotp, renewRecoveryCodes } from "../api/secondFactor";
import { ProblemAlert } from "../forms/ProblemAlert";
import { EnrolForm } from "./EnrolForm";
import { RecoveryCodes } from "./RecoveryCodes";

/** One's own authenticator and recovery codes. */
export function OwnSecondFactor() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data } = useQuery(meQuery);
  const [enrolling, setEnrolling] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: meQuery.queryKey });
  const removing = useMutation({ mutationFn: removeTotp, onSuccess: refresh });
  const renewing = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: refresh });
  const close = (): void => {
    setEnrolling(false);
    renewing.reset();
    void refresh();
  };
  if (data === undefined) return null;
  const { totp, required, recoveryCodesLeft } = data.secondFactor;
  const failed = removing.error ?? renewing.error;
  return (
    <Fieldset legend={t("secondFactor.title")} data-testid="second-factor">
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {t("secondFactor.lead")}
        </Text>
        <Text size="sm" data-testid="second-factor-state">
          {t(totp ? "secondFactor.on" : "secondFactor.off")} {totp && t("secondFactor.codesLeft", { count: recoveryCodesLeft })} {required && t("secondFactor.required")}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={() => setEnrolling(true)} data-testid="set-up-totp">
            {t(totp ? "secondFactor.setUpAnother" : "secondFactor.setUp")}
          </Button>
          {totp && (
            <Button variant="default" loading={renewing.isPending} onClick={() => renewing.mutate()} data-testid="new-codes">
              {t("secondFactor.newCodes")}
            </Button>
          )}
          {totp && !required && (
            <Button variant="default" loading={removing.isPending} onClick={() => globalThis.confirm(t("secondFactor.askRemove")) && removing.mutate()} data-testid="remove-totp">
              {t("secondFactor.remove")}
            </Button>
          )}
        </Group>
        {failed !== null && <ProblemAlert error={failed} />}
      </Stack>
      <Modal opened={enrolling || renewing.isSuccess} onClose={close} title={t("secondFactor.title")} closeButtonProps={{ "aria-label": t("common.close") }} centered>
        {renewing.isSuccess ? <RecoveryCodes codes={renewing.data} done={close} /> : <EnrolForm done={close} />}
      </Modal>
    </Fieldset>
  );
}
