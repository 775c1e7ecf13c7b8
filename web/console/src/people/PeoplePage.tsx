import { Button, Center, Group, Loader, Text, Title } from "@mantine/core";
import { IconFileImport, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../api/people";
import { ProblemPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { PeopleFiltersBar } from "./PeopleFiltersBar";
import { PeopleTable } from "./PeopleTable";
import { within } from "./search";

/** Everyone the reader may see, narrowed by what stands in the address. */
export function PeoplePage() {
  const { t } = useTranslation();
  const manages = useMay()("people.manage");
  return (
    <>
      <Group justify="space-between" mb="md">
        <Title order={1} size="h3">
          {t("people.title")}
        </Title>
        {manages && (
          <Group gap="xs">
            <Button variant="default" leftSection={<IconFileImport size={16} />} renderRoot={(props) => <Link {...props} to="/admin/people/import" />} data-testid="import-people">
              {t("people.import")}
            </Button>
            <Button leftSection={<IconUserPlus size={16} />} renderRoot={(props) => <Link {...props} to="/admin/people/new" />} data-testid="add-person">
              {t("people.add")}
            </Button>
          </Group>
        )}
      </Group>
      <PeopleFiltersBar />
      <Found />
    </>
  );
}

function Found() {
  const { t } = useTranslation();
  const filters = useSearch({ from: "/signed-in/admin/people" });
  const { data, error, isPending } = useQuery(peopleQuery);
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  if (error !== null) return <ProblemPage error={error} />;
  const people = data.filter((person) => within(filters, person));
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs" role="status" data-testid="people-count">
        {t("people.count", { count: people.length })}
      </Text>
      {people.length > 0 && <PeopleTable people={people} />}
    </>
  );
}
