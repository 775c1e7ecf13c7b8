import { ActionIcon, Autocomplete, Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { rules } from "../api/generated/rules";
import { checkText, type Fault } from "../forms/check";
import { useFault } from "../forms/useFault";
import classes from "./fields.module.css";
import { useChoices } from "./useChoices";

type Skills = Record<string, number | string>;

interface Props {
  skills: Skills;
  faults: Record<string, Fault>;
  set: (skills: Skills) => void;
}

const MIDDLE = 5;

/** How good somebody is at what, 0-10. */
export function SkillFields({ skills, faults, set }: Props) {
  const { t } = useTranslation();
  const said = useFault();
  const without = (name: string): Skills => Object.fromEntries(Object.entries(skills).filter(([own]) => own !== name));
  return (
    <Stack gap="sm">
      {Object.keys(skills).length === 0 && <Text size="sm" c="dimmed">{t("people.noSkills")}</Text>}
      <div className={classes.skills} data-testid="skills">
        {Object.entries(skills).map(([name, level]) => (
          <div key={name} className={classes.skill} data-testid="skill" data-skill={name}>
            <Text size="sm">{name}</Text>
            <NumberInput aria-label={t("people.levelOf", { name })} allowDecimal={false} allowNegative={false} clampBehavior="none" min={0} max={10} value={level} error={said(faults[`skills.${name}`])} onChange={(value) => set({ ...skills, [name]: value })} />
            <ActionIcon variant="subtle" color="gray" aria-label={t("people.removeNamed", { name })} onClick={() => set(without(name))}>
              <IconTrash size={16} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <AddSkill taken={Object.keys(skills)} add={(name) => set({ ...skills, [name]: MIDDLE })} />
    </Stack>
  );
}

function AddSkill({ taken, add }: { taken: readonly string[]; add: (name: string) => void }) {
  const { t } = useTranslation();
  const said = useFault();
  const { skills } = useChoices();
  const [name, setName] = useState("");
  const fault = checkText(rules.Assignment.queue, name, false);
  const take = (): void => {
    if (name.trim() === "" || fault !== undefined || taken.includes(name.trim())) return;
    add(name.trim());
    setName("");
  };
  return (
    <Group align="flex-start" gap="xs">
      <Autocomplete
        aria-label={t("people.addSkill")}
        placeholder={t("people.addSkill")}
        data={skills.filter((it) => !taken.includes(it))}
        value={name}
        error={said(fault, t("people.hint.declaredName"))}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          take();
        }}
        data-testid="skill-name"
      />
      <Button variant="default" leftSection={<IconPlus size={16} />} disabled={name.trim() === "" || fault !== undefined} onClick={take} data-testid="add-skill">
        {t("people.add")}
      </Button>
    </Group>
  );
}
