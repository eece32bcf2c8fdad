/** Values as people read them. */
import type { Json } from "../model/events";

export function duration(millis: number): string {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  return millis < 60_000 ? `${(millis / 1000).toFixed(1)} s` : uptime(millis / 1000);
}

export function uptime(seconds: number): string {
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

export function bytes(count: number): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Of billionths of a dollar. */
export function dollars(nanos: number): string {
  return `$${(nanos / 1e9).toFixed(2)}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

export function clock(at: number): string {
  return CLOCK.format(at);
}

export function when(at: number): string {
  const passed = (Date.now() - at) / 1000;
  if (passed < 60) {
    return "now";
  }
  return passed < 86_400 ? uptime(passed) : DAY.format(at);
}

export function number(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}

export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A moment to come, as this browser's owner writes it. */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
