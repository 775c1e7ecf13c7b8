import desk from "./en.json";
import access from "./access.en.json";
import portal from "./portal.en.json";

export default { ...desk, ...portal, ...access };
