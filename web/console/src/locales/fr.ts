import desk from "./fr.json";
import access from "./access.fr.json";
import portal from "./portal.fr.json";

export default { ...desk, ...portal, ...access };
