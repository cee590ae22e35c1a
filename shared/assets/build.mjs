// Builds waarborg.css and takes over htmx into the package's static folder: `npm ci && npm run build`.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'

const target = new URL('../src/waarborg_shared/web/static/', import.meta.url)
const here = new URL('./', import.meta.url)

// The same sum is worked out by a test without Node: sha256 over "name\0size\0content" of each input, by name.
async function sumOfInputs () {
  const sources = (await readdir(new URL('src/', here))).filter(name => name.endsWith('.css')).map(name => `src/${name}`)
  const sum = createHash('sha256')
  for (const name of ['build.mjs', 'package-lock.json', 'package.json', ...sources].sort()) {
    const content = await readFile(new URL(name, here))
    sum.update(`${name}\0${content.length}\0`)
    sum.update(content)
  }
  return sum.digest('hex')
}

const built = await build({
  entryPoints: [new URL('src/waarborg.css', here).pathname],
  bundle: true,
  minify: true,
  legalComments: 'none',
  write: false,
  target: ['chrome111', 'firefox113', 'safari16.4']
})
const notice = `/*! Waarborg's style sheet. Built from shared/assets; do not edit here.
inputs sha256:${await sumOfInputs()}
Holds parts of NL Design System: @utrecht and @nl-design-system-candidate CSS, licensed under the EUPL-1.2 (see NOTICE.txt). */
`
await mkdir(target, { recursive: true })
await writeFile(new URL('waarborg.css', target), notice + built.outputFiles[0].text)
await copyFile(new URL('node_modules/htmx.org/dist/htmx.min.js', here), new URL('htmx.min.js', target))
console.log(`waarborg.css ${(notice.length + built.outputFiles[0].text.length)} bytes`)
