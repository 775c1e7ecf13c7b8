import { Button, Fieldset, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../api/people";
import { removeSecondFactor, secondFactorQuery } from "../api/secondFactor";
import { ProblemAlert } from "../forms/ProblemAlert";

/** Whether a person has a second factor; a lost one is taken away here. */
export function PersonSecondFactor({ person, manages }: { person: Person; manages: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(secondFactorQuery(person.id));
  return (
    <Fieldset legend={t("secondFactor.ofPerson")} data-testid="person-second-factor">
      <Stack gap="sm" align="flex-start">
        {error !== null && <ProblemAlert error={error} />}
        {data !== undefined && (
          <Text size="sm">
            {data.totp ? t("secondFactor.personOn", { count: data.recoveryCodesLeft }) : t("secondFactor.personOff")} {data.required && !data.totp && t("secondFactor.personRequired")}
          </Text>
        )}
        {manages && data?.totp === true && <TakeAway person={person} />}
      </Stack>
    </Fieldset>
  );
}

function TakeAway({ person }: { person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const removing = useMutation({
    mutationFn: () => removeSecondFactor(person.id),
    onMutate: () => setAsking(false), // the server may ask who it is, in a dialog of its own
    onSuccess: () => queries.invalidateQueries({ queryKey: secondFactorQuery(person.id).queryKey }),
  });
  return (
    <>
      <Button variant="default" loading={removing.isPending} onClick={() => setAsking(true)} data-testid="take-totp-away">
        {t("secondFactor.takeAway")}
      </Button>
      {removing.isError && <ProblemAlert error={removing.error} />}
      <Modal opened={asking} onClose={() => setAsking(false)} title={t("secondFactor.takeAway")} closeButtonProps={{ "aria-label": t("common.close") }} centered>
        <Stack>
          <Text size="sm">{t("secondFactor.askTakeAway", { name: person.name })}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </Button>
            <Button color="red" onClick={() => removing.mutate()} data-testid="confirm-take-away">
              {t("secondFactor.takeAway")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
