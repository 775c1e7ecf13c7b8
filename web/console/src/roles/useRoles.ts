import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { rolesQuery, type Role } from "../api/roles";
import { useMay, useSession } from "../app/useSession";

/** From the least to the mightiest. */
const builtIn = ["agent", "supervisor", "site_administrator", "company_administrator", "root_administrator"];

/** Roles by name, and those a person may be given. The server has the last word on what one may give. */
export function useRoles() {
  const { t } = useTranslation();
  const own = useSession().person.role;
  const { data } = useQuery({ ...rolesQuery, enabled: useMay()("roles.read") });
  const roles: Pick<Role, "id" | "name" | "builtIn">[] = data ?? builtIn.map((id) => ({ id, name: id, builtIn: true }));
  const roleName = (id: string): string => t(`role.${id}`, { defaultValue: roles.find((it) => it.id === id)?.name ?? id });
  const rank = (id: string): number => builtIn.indexOf(id);
  const givable = roles.filter((it) => !it.builtIn || rank(own) < 0 || rank(it.id) <= rank(own));
  return { roles: roles.map((it) => it.id), givable: givable.map((it) => it.id), roleName };
}
