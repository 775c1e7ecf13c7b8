import { Button, Center, Fieldset, Group, Loader, Table, Text } from "@mantine/core";
import { IconCheck, IconQuestionMark, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { personRightsQuery, rightsQuery, rolesQuery, type PersonRights as Rights } from "../api/roles";
import { ProblemAlert } from "../forms/ProblemAlert";
import classes from "./roles.module.css";
import { useRoles } from "./useRoles";

/** "What can this person do, and why": asked for, because it is long. */
export function PersonRights({ person }: { person: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <Group>
        <Button variant="default" leftSection={<IconQuestionMark size={16} />} onClick={() => setOpen(true)} data-testid="show-rights">
          {t("why.show")}
        </Button>
      </Group>
    );
  }
  return <Answer person={person} />;
}

function Answer({ person }: { person: string }) {
  const { t } = useTranslation();
  const why = useWhy();
  const { data, error } = useQuery(personRightsQuery(person));
  if (error !== null) return <ProblemAlert error={error} />;
  if (data === undefined) {
    return (
      <Center>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  const decisions = [...data.decisions.filter((it) => it.allowed), ...data.decisions.filter((it) => !it.allowed)];
  return (
    <Fieldset legend={t("why.show")}>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6} data-testid="person-rights">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("why.may")}</Table.Th>
              <Table.Th>{t("why.what")}</Table.Th>
              <Table.Th>{t("why.why")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {decisions.map((it) => (
              <Table.Tr key={it.action} data-testid="decision" data-action={it.action} data-allowed={it.allowed}>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    {it.allowed ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
                    {t(it.allowed ? "why.yes" : "why.no")}
                  </Group>
                </Table.Td>
                <Table.Td>{t(`action.${it.action}`, { defaultValue: it.what })}</Table.Td>
                <Table.Td className={classes.why}>
                  <Text size="sm">{why(data.role, it)}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Fieldset>
  );
}

/** Why an action is allowed or refused, as a sentence. Where something is unknown here, the server's own. */
function useWhy(): (role: string, decision: Rights["decisions"][number]) => string {
  const { t } = useTranslation();
  const { roleName } = useRoles();
  const { data: table } = useQuery(rightsQuery);
  const { data: roles } = useQuery(rolesQuery);
  return (id, decision) => {
    const needs = table?.actions.find((it) => it.name === decision.action);
    const role = roles?.find((it) => it.id === id);
    if (needs === undefined || role === undefined) return decision.reason;
    if (needs.module == null && needs.right == null) return t("why.everyone");
    const scope = decision.scope;
    const names = scope == null ? [] : [...(scope.sites ?? []), ...(scope.teams ?? []), ...(scope.queues ?? [])];
    const reach = [t(`roles.reach.${scope?.reach ?? "own"}`), ...names].join(", ");
    if (needs.right != null) {
      const right = t(`right.${needs.right}`, { defaultValue: needs.right });
      return t(decision.allowed ? "why.hasRight" : "why.lacksRight", { role: roleName(id), right, reach });
    }
    const [module, has, asked] = [t(`module.${needs.module ?? ""}`), role.levels?.[needs.module ?? ""] ?? "none", needs.level ?? "none"];
    const levels = { has: t(`roles.level.${has}`), asked: t(`roles.level.${asked}`) };
    return t(decision.allowed ? "why.hasLevel" : "why.lacksLevel", { role: roleName(id), module, reach, ...levels });
  };
}
