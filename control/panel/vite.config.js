import { defineConfig } from "vite";

// Everything is one script and one style sheet with their hashes in their names, and nothing is inline: the panel's
// content policy allows no other way.
export default defineConfig({
  base: "/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: process.env.PANEL_OUT ?? "../target/classes/moltbot/control/panel",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
});
