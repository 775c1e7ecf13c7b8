import { Badge, Center, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { personQuery } from "../api/people";
import { ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { BackLink } from "./BackLink";
import { PasswordLinks } from "./PasswordLinks";
import { PersonActions } from "./PersonActions";
import { PersonRights } from "../roles/PersonRights";
import { PersonSecondFactor } from "../secondFactor/PersonSecondFactor";
import { PersonEditor } from "./PersonEditor";

/** One person: what is known, and what may be changed. */
export function PersonPage() {
  const { t } = useTranslation();
  const { person: id } = useParams({ from: "/signed-in/admin/people/$person" });
  const may = useMay();
  const [writes, manages, asks] = ["people.write", "people.manage", "roles.read"].map(may);
  const { data, error, isPending } = useQuery(personQuery(id));
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const person = data;
  return (
    <Stack gap="md" maw="60rem" data-testid="person-page">
      <BackLink />
      <Group justify="space-between">
        <div>
          <Group gap="sm">
            <Title order={1} size="h3">
              {person.name}
            </Title>
            {!person.active && <Badge color="gray">{t("people.inactive")}</Badge>}
          </Group>
          <Text c="dimmed" size="sm">
            {person.login}
          </Text>
        </div>
      </Group>
      {manages && <PersonActions person={person} />}
      {manages && person.active && <PasswordLinks person={person} kind="reset" />}
      <PersonEditor key={person.id} person={person} readOnly={!writes} />
      <PersonSecondFactor person={person} manages={manages ?? false} />
      {asks && <PersonRights person={person.id} />}
    </Stack>
  );
}
