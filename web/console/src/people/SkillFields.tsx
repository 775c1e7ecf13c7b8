import { ActionIcon, Group, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../forms/check";
import { useFault } from "../forms/useFault";
import classes from "./fields.module.css";
import { useChoices, type Choice } from "./useChoices";

type Skills = Record<string, number | string>;

interface Props {
  skills: Skills;
  faults: Record<string, Fault>;
  set: (skills: Skills) => void;
}

const MIDDLE = 5;

/** How good somebody is at what, 0-10, by the groups in which skills are declared. */
export function SkillFields({ skills, faults, set }: Props) {
  const { t } = useTranslation();
  const choices = useChoices();
  const without = (name: string): Skills => Object.fromEntries(Object.entries(skills).filter(([own]) => own !== name));
  const names = Object.keys(skills);
  const groups = [...new Set(names.map((name) => choices.skillGroup(name) ?? ""))].sort((a, b) => a.localeCompare(b));
  return (
    <Stack gap="sm">
      {names.length === 0 && <Text size="sm" c="dimmed">{t("people.noSkills")}</Text>}
      {groups.map((group) => (
        <div key={group} data-testid="skill-group">
          {group !== "" && <Text size="sm" fw={600} mb={4}>{group}</Text>}
          <div className={classes.skills}>
            {names
              .filter((name) => (choices.skillGroup(name) ?? "") === group)
              .map((name) => (
                <SkillField key={name} name={name} level={skills[name] ?? ""} fault={faults[`skills.${name}`]} change={(level) => set({ ...skills, [name]: level })} remove={() => set(without(name))} />
              ))}
          </div>
        </div>
      ))}
      <AddSkill choices={choices.skills.filter((it) => !names.includes(it.value))} add={(name) => set({ ...skills, [name]: MIDDLE })} />
    </Stack>
  );
}

interface FieldProps {
  name: string;
  level: number | string;
  fault: Fault | undefined;
  change: (level: number | string) => void;
  remove: () => void;
}

function SkillField({ name, level, fault, change, remove }: FieldProps) {
  const { t } = useTranslation();
  const said = useFault();
  const choices = useChoices();
  const label = choices.isUndeclared("skills", name) ? t("people.undeclared", { name }) : choices.skillName(name);
  return (
    <div className={classes.skill} data-testid="skill" data-skill={name}>
      <Text size="sm">{label}</Text>
      <NumberInput aria-label={t("people.levelOf", { name: label })} allowDecimal={false} allowNegative={false} clampBehavior="none" min={0} max={10} value={level} error={said(fault)} onChange={change} />
      <ActionIcon variant="subtle" color="gray" aria-label={t("people.removeNamed", { name: label })} onClick={remove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

function AddSkill({ choices, add }: { choices: Choice[]; add: (name: string) => void }) {
  const { t } = useTranslation();
  if (choices.length === 0) return null;
  const groups = [...new Set(choices.map((it) => it.heading ?? ""))];
  const data = groups.map((group) => ({ group: group === "" ? t("people.field.skills") : group, items: choices.filter((it) => (it.heading ?? "") === group).map(({ value, label }) => ({ value, label })) }));
  return (
    <Group>
      <NativeSelect aria-label={t("people.addSkill")} value="" onChange={(event) => add(event.currentTarget.value)} data={[{ value: "", label: t("people.addSkill") }, ...data]} data-testid="add-skill" />
    </Group>
  );
}
