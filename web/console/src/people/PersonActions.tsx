import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconKey, IconUserCheck, IconUserOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changePerson, peopleKey, resetPassword, type Person } from "../api/people";
import { useSession } from "../app/useSession";
import { ProblemAlert } from "../forms/ProblemAlert";
import { SecretCard } from "./SecretCard";

type Asked = "password" | "deactivate" | "activate";

/** What is done to an account at once, each after one question. Nobody shuts themselves out. */
export function PersonActions({ person }: { person: Person }) {
  const { t } = useTranslation();
  const own = useSession().person.id === person.id;
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const acting = useMutation({
    mutationFn: async (what: Asked): Promise<string | null> => {
      if (what === "password") return (await resetPassword(person.id)).password ?? null;
      await changePerson(person.id, person.revision, { active: what === "activate" });
      return null;
    },
    onSuccess: () => setAsked(undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: peopleKey }),
  });
  const ask = (what: Asked): void => {
    acting.reset();
    setAsked(what);
  };
  return (
    <>
      <Group gap="xs">
        <Button variant="default" size="compact-md" leftSection={<IconKey size={16} />} onClick={() => ask("password")} data-testid="reset-password">
          {t("people.act.password")}
        </Button>
        {!own && (
          <Button
            variant="default"
            size="compact-md"
            leftSection={person.active ? <IconUserOff size={16} /> : <IconUserCheck size={16} />}
            onClick={() => ask(person.active ? "deactivate" : "activate")}
            data-testid="toggle-active"
          >
            {t(person.active ? "people.act.deactivate" : "people.act.activate")}
          </Button>
        )}
      </Group>
      {acting.isSuccess && acting.data !== null && <SecretCard login={person.login} password={acting.data} />}
      <Modal opened={asked !== undefined} onClose={() => setAsked(undefined)} title={t(`people.act.${asked ?? "password"}`)} closeButtonProps={{ "aria-label": t("common.close") }} centered>
        <Stack>
          <Text size="sm">{t(`people.ask.${asked ?? "password"}`, { name: person.name })}</Text>
          {acting.isError && <ProblemAlert error={acting.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(undefined)}>
              {t("common.cancel")}
            </Button>
            <Button color={asked === "activate" ? "sea" : "red"} loading={acting.isPending} onClick={() => asked !== undefined && acting.mutate(asked)} data-testid="confirm">
              {t(`people.act.${asked ?? "password"}`)}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
