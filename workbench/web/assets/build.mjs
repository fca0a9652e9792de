// Bundles styles/*.css, scripts/*.js and images/*.svg into the folder named as first argument, each under a name that holds the hash of its
// content, and writes manifest.json: from the name that a template uses to the file that is served. It is run from the folder with
// node_modules, so that the source folder stays clean. Called by workbench/web/build.py.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const installed = resolve("node_modules");
const esbuild = createRequire(join(installed, "from-here.js"))("esbuild");
const source = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2]);

const entries = [["styles", ".css"], ["scripts", ".js"], ["images", ".svg"]].flatMap(([folder, ending]) =>
  readdirSync(join(source, folder)).filter((name) => name.endsWith(ending) && !name.startsWith("_")).sort()
    .map((name) => join(source, folder, name)));

// An image written out in a style sheet becomes a file: the policy of the pages allows no data: addresses.
const imagesAsFiles = {
  name: "images-as-files",
  setup(build) {
    build.onResolve({ filter: /^data:image\/svg\+xml/ }, (found) => {
      const [head, ...body] = found.path.split(",");
      const text = head.endsWith(";base64") ? Buffer.from(body.join(","), "base64") : decodeURIComponent(body.join(","));
      const name = createHash("sha256").update(text).digest("hex").slice(0, 8);
      return { path: `/image-${name}.svg`, namespace: "written-out", pluginData: text };
    });
    build.onLoad({ filter: /.*/, namespace: "written-out" }, (found) => ({ contents: found.pluginData, loader: "copy" }));
  },
};

rmSync(target, { recursive: true, force: true });
const result = await esbuild.build({
  entryPoints: entries,
  outdir: target,
  outbase: source,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "linked",
  loader: { ".svg": "copy" },
  nodePaths: [installed],
  plugins: [imagesAsFiles],
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [path, output] of Object.entries(result.metafile.outputs)) {
  if (output.entryPoint) {
    manifest[basename(output.entryPoint)] = basename(path);
  }
}
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
