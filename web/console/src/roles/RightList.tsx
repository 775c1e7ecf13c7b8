import { Checkbox, Group, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RightsTable } from "../api/roles";
import { withReach, withRight, type RoleDraft } from "./fields";
import { ToCome } from "./LevelMatrix";
import { ReachSelect } from "./ReachSelect";

interface Props {
  rights: RightsTable["rights"];
  draft: RoleDraft;
  set: (part: Partial<RoleDraft>) => void;
  readOnly: boolean;
}

/** Single rights, beside what modules open. */
export function RightList({ rights, draft, set, readOnly }: Props) {
  const { t } = useTranslation();
  const sorted = [...rights.filter((it) => it.available), ...rights.filter((it) => !it.available)];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xs" data-testid="rights">
      {sorted.map((right) => {
        const name = t(`right.${right.name}`, { defaultValue: right.what });
        const given = draft.rights.includes(right.name);
        return (
          <Group key={right.name} justify="space-between" mih={34} data-testid="right" data-right={right.name}>
            <Group gap="xs">
              <Checkbox label={name} checked={given} disabled={readOnly || !right.available} onChange={(event) => set(withRight(draft, right.name, event.currentTarget.checked))} data-testid={`right-${right.name}`} />
              {!right.available && <ToCome />}
            </Group>
            {given && right.available && <ReachSelect label={`${name}: ${t("roles.field.scope")}`} scope={draft.exceptions[right.name]} readOnly={readOnly} choose={(reach) => set(withReach(draft, right.name, reach))} />}
          </Group>
        );
      })}
    </SimpleGrid>
  );
}
