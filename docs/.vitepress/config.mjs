import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { repositoryLinks } from './repository-links.mjs'
import { sidebar } from './sidebar.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const version = process.env.SITE_VERSION ?? 'latest'
const home = process.env.SITE_HOME ?? 'https://github.com/losses4j/losses4j'
// Where all versions lie on the server: losses4j.github.io/losses4j/ by default.
const versions = process.env.SITE_BASE ?? '/losses4j/'
const base = `${versions}${version}/`
const outDir = path.join(root, 'target/site', base)
// A release's pages show the sources of that release.
const branch = version.endsWith('SNAPSHOT') || version === 'latest' ? 'main' : `v${version}`

const modules = fs
  .readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'docs')
  .map((entry) => entry.name)

// README.md and its neighbours lie above node_modules, where they would not find Vue.
const vueOfThisFolder = {
  name: 'vue-of-this-folder',
  enforce: 'pre',
  resolveId(id, importer, options) {
    const outside = importer && path.dirname(importer.split('?')[0]) === path.resolve(root)
    return /^vue(\/|$)/.test(id) && outside
      ? this.resolve(id, path.join(root, 'docs/package.json'), { ...options, skipSelf: true })
      : null
  },
}

export default defineConfig({
  title: 'Losses4J',
  description: 'Loss functions for Deeplearning4j and DJL',
  lang: 'en',
  srcDir: '..',
  srcExclude: modules.map((name) => `${name}/**`),
  rewrites: (page) => page.replace(/README\.md$/, 'index.md'),
  outDir,
  cacheDir: path.join(root, 'target/site-cache'),
  base,
  vite: { plugins: [vueOfThisFolder] },
  lastUpdated: false,
  markdown: {
    math: true,
    anchor: { slugify: slug },
    config: (md) => md.use(repositoryLinks, { root, base, sources: `${home}/blob/${branch}/` }),
  },
  themeConfig: {
    versions,
    version,
    outline: { level: [2, 3] },
    externalLinkIcon: true,
    search: { provider: 'local' },
    nav: [
      { text: 'Which loss?', link: '/docs/which-loss' },
      { text: 'Losses', link: '/docs/losses/' },
      {
        text: 'Javadoc',
        items: [
          { text: 'core', link: '/api/core/index.html', target: '_blank', rel: '' },
          { text: 'Deeplearning4j', link: '/api/dl4j/index.html', target: '_blank', rel: '' },
          { text: 'DJL', link: '/api/djl/index.html', target: '_blank', rel: '' },
        ],
      },
    ],
    sidebar: sidebar(root),
    socialLinks: [{ icon: 'github', link: home }],
  },
  // The table of all losses takes the place of the outline, too.
  transformPageData: (page) => (page.relativePath === 'docs/losses/index.md' ? { frontmatter: { aside: false, pageClass: 'all-losses' } } : {}),
  buildEnd() {
    const all = path.join(root, 'target/site', versions)
    const names = fs
      .readdirSync(all, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    const newest = names.find((name) => !name.endsWith('SNAPSHOT')) ?? names[0]
    fs.writeFileSync(path.join(all, 'versions.json'), JSON.stringify(names))
    fs.writeFileSync(
      path.join(all, 'index.html'),
      `<!doctype html><title>Losses4J</title><meta http-equiv="refresh" content="0; url=${newest}/"><a href="${newest}/">${newest}</a>\n`,
    )
  },
})
