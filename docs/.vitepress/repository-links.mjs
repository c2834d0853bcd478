import fs from 'node:fs'
import path from 'node:path'

/** The pages are written for GitHub: this rule makes of their links, formulas and names of classes what the site needs. */
export function repositoryLinks(md, { root, base, sources }) {
  md.core.ruler.push('repository_links', ({ tokens, env, Token }) => {
    const folder = path.dirname(env.realPath ?? env.path)
    for (const token of tokens) {
      if (token.type === 'fence' && token.info.trim() === 'math') {
        token.type = 'math_block'
      } else if (token.type === 'code_block') {
        token.type = 'fence'
      } else if (token.type === 'inline') {
        token.children.filter((child) => child.type === 'link_open').forEach((link) => resolve(link, folder))
        token.children = linkedTypes(token.children, Token)
      }
    }
  })

  function resolve(link, folder) {
    const [, href, rest] = /^([^?#]*)(.*)$/.exec(link.attrGet('href'))
    if (href === '' || /^[a-z]+:/.test(href)) {
      return
    }
    const file = path.resolve(folder, decodeURI(href))
    const name = path.relative(root, file).replaceAll('\\', '/')
    if (!fs.existsSync(file)) {
      throw new Error(`${folder} links to ${href}, which does not exist`)
    }
    if (/^(docs\/.*|[A-Z]+)\.md$/.test(name)) {
      link.attrSet('href', (href.replace(/README\.md$/, '') || './') + rest)
    } else {
      link.attrSet('href', sources + name + rest)
    }
  }

  /** Code that is the full name of a class leads to its Javadoc, if it has been built. */
  function linkedTypes(children, Token) {
    let links = 0
    return children.flatMap((child) => {
      if (child.type === 'link_open') links++
      if (child.type === 'link_close') links--
      const href = child.type === 'code_inline' && links === 0 && javadoc(child.content)
      if (!href) {
        return [child]
      }
      const open = new Token('link_open', 'a', 1)
      open.attrSet('href', href)
      open.attrSet('target', '_self')
      return [open, child, new Token('link_close', 'a', -1)]
    })
  }

  function javadoc(code) {
    const type = /^org\.losses4j((?:\.[a-z0-9]+)*)\.[A-Z]\w*$/.exec(code)
    if (!type) {
      return null
    }
    const [, adapter] = /^\.(dl4j|djl)\b/.exec(type[1]) ?? []
    const page = `${adapter ? '' : 'org.losses4j.core/'}${code.replaceAll('.', '/')}.html`
    const built = path.join(root, adapter ? `${adapter}-adapter` : 'core', 'target/reports/apidocs', page)
    return fs.existsSync(built) ? `${base}api/${adapter ?? 'core'}/${page}` : null
  }
}
