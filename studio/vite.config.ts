import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// The server sends what is compressed here; it never compresses while somebody waits.
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isFile() && /\.(js|css|svg)$/.test(entry.name)) {
          const bytes = readFileSync(file);
          const small = gzipSync(bytes, { level: 9 });
          if (small.length < bytes.length) {
            writeFileSync(`${file}.gz`, small);
          }
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  html: { cspNonce: "STYLE_NONCE" },
  build: {
    outDir: process.env["STUDIO_OUT"] ?? "dist",
    emptyOutDir: true,
    // A test reads it: what the first page loads must stay small.
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2023",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(["/api", "/v1", "/metrics", "/health"].map((path) => [path, process.env["GYRE_SERVER"] ?? "http://127.0.0.1:5080"])),
  },
});
