// Builds the panel: npm ci where the lock file is new, type check, bundle, compress. Does nothing when nothing changed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { constants, gzipSync } from "node:zlib";

const [out, stamp] = process.argv.slice(2).map((path) => resolve(path));
const lockStamp = "node_modules/.built-from";

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digest(paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const content = readFileSync(path);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function same(path, content) {
  return existsSync(path) && readFileSync(path, "utf8") === content;
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, PANEL_OUT: out } });
}

const lock = digest(["package-lock.json"]);
const inputs = digest([
  "build.mjs", "index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.js", ...files("src"),
]);
if (same(stamp, inputs) && existsSync(join(out, "index.html"))) {
  process.exit(0);
}
if (!same(lockStamp, lock)) {
  run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
  writeFileSync(lockStamp, lock);
}

// The folder holds compiled classes of the same package: only the panel's own files are cleared.
rmSync(join(out, "assets"), { recursive: true, force: true });
rmSync(join(out, "index.html"), { force: true });
rmSync(join(out, "index.html.gz"), { force: true });
mkdirSync(out, { recursive: true });
run("node_modules/.bin/tsc", "--noEmit");
run("node_modules/.bin/vite", "build", "--logLevel", "warn");
for (const path of [join(out, "index.html"), ...files(join(out, "assets"))]) {
  if (/\.(html|js|css|svg)$/.test(path)) {
    const packed = gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION });
    if (packed.length < statSync(path).size) {
      writeFileSync(`${path}.gz`, packed);
    }
  }
}
mkdirSync(dirname(stamp), { recursive: true });
writeFileSync(stamp, inputs);
