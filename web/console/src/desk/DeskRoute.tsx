import { ForbiddenPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { DeskPage } from "./DeskPage";

/** The desk, for those who work at one. */
export function DeskRoute() {
  return useMay()("desk.use") ? <DeskPage /> : <ForbiddenPage />;
}
