import desk from "./fr.json";
import portal from "./portal.fr.json";

export default { ...desk, ...portal };
