import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ForbiddenPage } from "../app/ProblemPage";
import { useSession } from "../app/useSession";
import classes from "./admin.module.css";
import { openTo } from "./sections";

/** What stands around the pages of administration: a way from each to the others that one may open. */
export function AdminLayout() {
  const { t } = useTranslation();
  const open = openTo(useSession().actions);
  if (open.length === 0) return <ForbiddenPage />;
  return (
    <div className={open.length > 1 ? classes.layout : undefined}>
      {open.length > 1 && (
        <nav className={classes.nav} aria-label={t("app.administration")}>
          {open.map(({ to, label }) => (
            <Link key={to} to={to} className={classes.link ?? ""}>
              {t(label)}
            </Link>
          ))}
        </nav>
      )}
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
