const basic = /^data:(image\/[\w.+*-]+);base64$/;
const whole = /^data:image\/[\w.+*-]+;base64,/;

/** Sources of the pictures in a value of a flow, as either of its formats writes them: `{"data:image/png;base64": "…"}`, or a data address. */
export function picturesOf(value: unknown): string[] {
  if (typeof value === "string") {
    return whole.test(value) ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(picturesOf);
  }
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, inner]) => (basic.test(key) && typeof inner === "string" ? [`${key},${inner}`] : picturesOf(inner))) : [];
}

/** For JSON.stringify: pictures by their length, since nobody reads base64. */
export const withoutPictures = (key: string, value: unknown): unknown => (typeof value === "string" && (basic.test(key) || whole.test(value)) ? `… (${value.length})` : value);
