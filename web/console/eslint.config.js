import js from "@eslint/js";
import globals from "globals";
import i18next from "eslint-plugin-i18next";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "src/api/generated/"] },
  js.configs.recommended,
  { files: ["**/*.{js,mjs}"], languageOptions: { globals: globals.node } },
  {
    files: ["src/**/*.{ts,tsx}", "vite.config.ts"],
    extends: [
      ...tseslint.configs.strictTypeChecked,
      jsxA11y.flatConfigs.strict,
      reactHooks.configs.flat.recommended,
    ],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: false, skipComments: false }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // The React compiler is not used, so nothing is memoised behind a library's back.
      "react-hooks/incompatible-library": "off",
      // A route that does not fit is answered by throwing a redirect.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    // What a person reads comes from the locales, never from the code.
    files: ["src/**/*.tsx"],
    ignores: ["src/**/*.test.tsx"],
    extends: [i18next.configs["flat/recommended"]],
    rules: {
      "i18next/no-literal-string": [
        "error",
        { mode: "jsx-only", "jsx-attributes": { include: ["^aria-label$", "^title$", "^label$", "^placeholder$", "^description$", "^alt$"] } },
      ],
    },
  },
);
