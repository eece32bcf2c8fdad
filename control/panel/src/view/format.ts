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

/** The messenger in the key of an address there; empty where it is none. */
export function channelOf(key: string): string {
  const name = /^(signal|telegram|discord|slack|whatsapp|webhook)\./.exec(key)?.[1];
  return name === undefined ? "" : messenger(name);
}

/** A messenger's name, as its makers write it. */
export function messenger(name: string): string {
  return name === "whatsapp" ? "WhatsApp" : capital(name);
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const DUE = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

/** A moment to come, and how far off it is, by this browser's own clock. */
export function due(at: number): string {
  const left = (at - Date.now()) / 1000;
  const far = left < 60 ? "now" : left < 86_400 ? `in ${uptime(left)}` : `in ${Math.round(left / 86_400)} ${left < 129_600 ? "day" : "days"}`;
  return `${DUE.format(at)} (${far}), ${ZONE} time`;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const SOME: Record<string, string> = { "*": "every day", "1-5": "every weekday", "0,6": "every Saturday and Sunday", "6,0": "every Saturday and Sunday" };

/** When a schedule runs, with the common ones of crontab in words; all others stay as they are. */
export function rule(when: string): string {
  const times = /^at the times (\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\S+) \((.+)\)$/.exec(when);
  if (times === null) {
    const every = /^every (\d+) minutes$/.exec(when)?.[1];
    const minutes = Number(every ?? 0);
    return minutes > 0 && minutes % 60 === 0 ? (minutes === 60 ? "every hour" : `every ${minutes / 60} hours`) : when;
  }
  const [, minute = "", hour = "", date, day = "", zone] = times;
  const clockTime = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (date !== "*") {
    return day === "*" ? `on day ${date} of each month at ${clockTime} (${zone})` : when;
  }
  const name = SOME[day] ?? (/^[0-7]$/.test(day) ? `every ${DAYS[Number(day)]}` : undefined);
  return name === undefined ? when : `${name} at ${clockTime} (${zone})`;
}
