import { Badge, Group, Radio, Table, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { LevelName, RightsTable } from "../api/roles";
import { levelNames, withLevel, withReach, type RoleDraft } from "./fields";
import classes from "./roles.module.css";
import { ReachSelect } from "./ReachSelect";

interface Props {
  modules: RightsTable["modules"];
  draft: RoleDraft;
  set: (part: Partial<RoleDraft>) => void;
  readOnly: boolean;
}

/** How much of each module the role opens, and how far. Modules that are to come are shown, and cannot be given yet. */
export function LevelMatrix({ modules, draft, set, readOnly }: Props) {
  const { t } = useTranslation();
  const sorted = [...modules.filter((it) => it.available), ...modules.filter((it) => !it.available)];
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={6} data-testid="matrix">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("roles.module")}</Table.Th>
            {levelNames.map((level) => (
              <Table.Th key={level} className={classes.level}>
                {t(`roles.level.${level}`)}
              </Table.Th>
            ))}
            <Table.Th>{t("roles.field.scope")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((module) => (
            <Row key={module.name} module={module} level={draft.levels[module.name] ?? "none"} draft={draft} set={set} readOnly={readOnly || !module.available} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RowProps {
  module: RightsTable["modules"][number];
  level: LevelName;
  draft: RoleDraft;
  set: (part: Partial<RoleDraft>) => void;
  readOnly: boolean;
}

function Row({ module, level, draft, set, readOnly }: RowProps) {
  const { t } = useTranslation();
  const group = useId();
  const name = t(`module.${module.name}`, { defaultValue: module.what });
  return (
    <Table.Tr data-testid="module-row" data-module={module.name} className={module.available ? undefined : classes.toCome}>
      <Table.Th scope="row" className={classes.name}>
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" span>
            {name}
          </Text>
          {!module.available && <ToCome />}
        </Group>
      </Table.Th>
      {levelNames.map((it) => (
        <Table.Td key={it} className={classes.level}>
          <Radio name={group} size="sm" aria-label={`${name}: ${t(`roles.level.${it}`)}`} checked={level === it} disabled={readOnly} onChange={() => set(withLevel(draft, module.name, it))} data-testid={`${module.name}-${it}`} className={classes.radio ?? ""} />
        </Table.Td>
      ))}
      <Table.Td>
        {level !== "none" && <ReachSelect label={`${name}: ${t("roles.field.scope")}`} scope={draft.exceptions[module.name]} readOnly={readOnly} choose={(reach) => set(withReach(draft, module.name, reach))} />}
      </Table.Td>
    </Table.Tr>
  );
}

export function ToCome() {
  const { t } = useTranslation();
  return (
    <Badge size="xs" variant="default">
      {t("roles.toCome")}
    </Badge>
  );
}

