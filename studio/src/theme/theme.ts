import { createDarkTheme, createLightTheme, type BrandVariants, type Theme } from "@fluentui/react-components";

// The one place where colours, type and density are decided; everything else names tokens.
const brand: BrandVariants = {
  10: "#011316",
  20: "#052128",
  30: "#07323c",
  40: "#09414e",
  50: "#0a5060",
  60: "#0b5a6b",
  70: "#0d687b",
  80: "#0f7589",
  90: "#2b889b",
  100: "#4a9bad",
  110: "#66aebe",
  120: "#82c0cf",
  130: "#9dd2de",
  140: "#b8e2ec",
  150: "#d3f0f6",
  160: "#ecf9fc",
};

const fonts = {
  fontFamilyBase: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, sans-serif',
  fontFamilyNumeric: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
} satisfies Partial<Theme>;

export const light: Theme = {
  ...createLightTheme(brand),
  ...fonts,
  colorBrandForeground1: brand[70],
  colorBrandForegroundLink: brand[60],
  colorBrandForegroundLinkHover: brand[50],
};

export const dark: Theme = {
  ...createDarkTheme(brand),
  ...fonts,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorNeutralForeground3: "#adadad",
};

/** What series of a chart are drawn in, told apart by the colour-blind too; the last is for the rest. */
export const series = {
  light: ["#0f7589", "#c4570a", "#5b4bb3", "#3c7d2b", "#b0326e", "#8a6a00", "#31669e", "#8a8a8a"],
  dark: ["#4fb3c7", "#f0965a", "#a99bf5", "#86c96f", "#f08bbb", "#d9b84a", "#7fb2ea", "#9a9a9a"],
} as const;
