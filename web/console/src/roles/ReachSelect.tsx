import { NativeSelect, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Scope } from "../api/roles";
import { reaches } from "./fields";

interface Props {
  label: string;
  /** Undefined: the role's own. */
  scope: Required<Scope> | undefined;
  readOnly: boolean;
  choose: (reach: Scope["reach"] | undefined) => void;
}

/** How far one module or right reaches: as the role, or otherwise. */
export function ReachSelect({ label, scope, readOnly, choose }: Props) {
  const { t } = useTranslation();
  const named = scope === undefined ? [] : [...scope.sites, ...scope.teams, ...scope.queues];
  return (
    <>
      <NativeSelect
        size="xs"
        w="11rem"
        aria-label={label}
        disabled={readOnly}
        value={scope?.reach ?? ""}
        onChange={(event) => choose(reaches.find((it) => it === event.currentTarget.value))}
        data={[{ value: "", label: t("roles.asRole") }, ...reaches.map((it) => ({ value: it, label: t(`roles.reach.${it}`) }))]}
      />
      {named.length > 0 && (
        <Text size="xs" c="dimmed">
          {t("roles.and", { names: named.join(", ") })}
        </Text>
      )}
    </>
  );
}
