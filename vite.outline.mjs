import { readFile } from 'node:fs/promises'

/** West, south, east, north: where coasts and borders are drawn closely. */
const box = [-11, 47, 32, 72]

/** Cuts a world's outline to the countries, islands and arcs that touch the box; what is left is unchanged. */
function cut({ arcs, objects: { countries }, transform, type }) {
  const [[kx, ky], [dx, dy]] = [transform.scale, transform.translate]
  const [west, south, east, north] = box
  const touches = arcs.map((arc) => {
    let [x, y] = [0, 0]
    return arc.some(([stepX, stepY]) => {
      x += stepX
      y += stepY
      const [longitude, latitude] = [x * kx + dx, y * ky + dy]
      return longitude >= west && longitude <= east && latitude >= south && latitude <= north
    })
  })
  const plain = (arc) => (arc < 0 ? ~arc : arc)
  const kept = new Map()
  const keep = (arc) => {
    const index = plain(arc)
    if (!kept.has(index)) kept.set(index, kept.size)
    return arc < 0 ? ~kept.get(index) : kept.get(index)
  }
  const geometries = countries.geometries.flatMap((country) => {
    const polygons = country.type === 'Polygon' ? [country.arcs] : (country.arcs ?? [])
    const near = polygons.filter(([outer]) => outer.some((arc) => touches[plain(arc)]))
    return near.length === 0
      ? []
      : [{ type: 'MultiPolygon', arcs: near.map((rings) => rings.map((ring) => ring.map(keep))) }]
  })
  return {
    ...{ type, transform, objects: { countries: { type: 'GeometryCollection', geometries } } },
    arcs: [...kept.keys()].map((index) => arcs[index]),
  }
}

/** Gives a world of `world-atlas` as it is by `….json?outline`, by `….json?outline=near` what lies in the box alone. */
export function outlines() {
  return {
    name: 'outlines',
    enforce: 'pre',
    async load(id) {
      const [, file, part] = /^(.*\.json)\?outline(=near)?$/.exec(id) ?? []
      if (file === undefined) return null
      const world = await readFile(file, 'utf8')
      const text = JSON.stringify(part === undefined ? JSON.parse(world) : cut(JSON.parse(world)))
      // A text that is parsed is read faster than a literal of the same size.
      return { code: `export default JSON.parse(${JSON.stringify(text)})`, moduleType: 'js' }
    },
  }
}
