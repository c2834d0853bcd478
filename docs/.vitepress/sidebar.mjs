import fs from 'node:fs'
import path from 'node:path'

const CHAPTERS = {
  'Using it': ['../README', 'which-loss', 'dl4j', 'djl', 'cuda', 'custom-losses', 'migration', 'parity', 'troubleshooting', 'command-line'],
  Trainings: ['focal', 'outliers', 'multilabel', 'triplet', 'segmentation', 'ctc', 'language', 'vae', 'adversarial'],
  'How it works': ['architecture', 'engine', 'performance', 'cuda-kernels', 'dl4j-gradient-checks', 'mutation-testing', 'release', '../CONTRIBUTING', '../CHANGELOG', '../SECURITY'],
}

/** The pages by chapter, then the losses by family, as in the table of docs/losses/README.md. */
export function sidebar(root) {
  const docs = path.join(root, 'docs')
  const exists = (page) => fs.existsSync(path.join(docs, `${page}.md`))
  const listed = Object.values(CHAPTERS).flat()
  const others = fs
    .readdirSync(docs)
    .filter((file) => file.endsWith('.md'))
    .map((file) => file.slice(0, -'.md'.length))
    .filter((page) => !listed.includes(page))
  const chapters = Object.entries(CHAPTERS).map(([text, pages], at, all) => ({
    text,
    items: (at === all.length - 1 ? [...pages, ...others] : pages).filter(exists).map((page) => item(docs, page)),
  }))
  return {
    '/docs/losses/': [{ text: 'Losses', link: '/docs/losses/', items: families(docs) }],
    '/': [...chapters, { text: 'Losses', link: '/docs/losses/' }],
  }
}

function item(docs, page) {
  const title = /^# (.*)$/m.exec(fs.readFileSync(path.join(docs, `${page}.md`), 'utf8'))[1]
  const link = path.posix.join('/docs', page).replace(/README$/, '')
  return { text: title, link }
}

function families(docs) {
  const families = []
  for (const line of fs.readFileSync(path.join(docs, 'losses/README.md'), 'utf8').split('\n')) {
    const family = /^\| \*\*\[(.*)]\((.*)\.md\)\*\*/.exec(line)
    const loss = /^\| \[(\w+)]\((\w+)\.md\)/.exec(line)
    if (family) {
      families.push({ text: family[1], link: `/docs/losses/${family[2]}`, collapsed: true, items: [] })
    } else if (loss) {
      // Long names may break behind an underscore.
      families.at(-1).items.push({ text: loss[1].replaceAll('_', '_<wbr>'), link: `/docs/losses/${loss[2]}` })
    }
  }
  return families
}
