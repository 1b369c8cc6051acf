import { readFile } from 'node:fs/promises'

/** Of a file of `world-atlas`, in the form of TopoJSON. */
interface World {
  readonly type: string
  readonly transform: {
    readonly scale: readonly [number, number]
    readonly translate: readonly [number, number]
  }
  /** Steps from point to point; a negative number of an arc reads it backwards. */
  readonly arcs: readonly (readonly (readonly [number, number])[])[]
  readonly objects: { readonly countries: { readonly geometries: readonly Country[] } }
}
type Polygon = readonly (readonly number[])[]
type Country =
  | { readonly type: 'Polygon'; readonly arcs: Polygon }
  | { readonly type: 'MultiPolygon'; readonly arcs: readonly Polygon[] }
  | { readonly type: null; readonly arcs?: undefined }

/** Where coasts and borders are drawn closely. */
const box = { west: -11, south: 47, east: 32, north: 72 }

/** Cuts a world's outline to the countries, islands and arcs that touch the box; what is left is unchanged. */
function cut({ arcs, objects, transform, type }: World): object {
  const [kx, ky] = transform.scale
  const [dx, dy] = transform.translate
  const touches = arcs.map((arc) => {
    let [x, y] = [0, 0]
    return arc.some(([stepX, stepY]) => {
      x += stepX
      y += stepY
      const [longitude, latitude] = [x * kx + dx, y * ky + dy]
      return longitude >= box.west && longitude <= box.east && latitude >= box.south && latitude <= box.north
    })
  })
  const plain = (arc: number) => (arc < 0 ? ~arc : arc)
  const kept = new Map<number, number>()
  function keep(arc: number): number {
    const index = plain(arc)
    const place = kept.get(index) ?? kept.size
    kept.set(index, place)
    return arc < 0 ? ~place : place
  }
  const geometries = objects.countries.geometries.flatMap((country) => {
    const near = polygonsOf(country).filter(([outer = []]) => outer.some((arc) => touches[plain(arc)]))
    return near.length === 0
      ? []
      : [{ type: 'MultiPolygon', arcs: near.map((rings) => rings.map((ring) => ring.map(keep))) }]
  })
  return {
    ...{ type, transform, objects: { countries: { type: 'GeometryCollection', geometries } } },
    arcs: [...kept.keys()].map((index) => arcs[index]),
  }
}

function polygonsOf(country: Country): readonly Polygon[] {
  if (country.type === null) return []
  return country.type === 'Polygon' ? [country.arcs] : country.arcs
}

/** Gives a world of `world-atlas` as it is by `….json?outline`, by `….json?outline=near` what lies in the box alone. */
export function outlines() {
  return {
    name: 'outlines',
    enforce: 'pre' as const,
    async load(id: string) {
      const [, file, part] = /^(.*\.json)\?outline(=near)?$/.exec(id) ?? []
      if (file === undefined) return null
      const world: World = JSON.parse(await readFile(file, 'utf8'))
      const text = JSON.stringify(part === undefined ? world : cut(world))
      // A text that is parsed is read faster than a literal of the same size.
      return { code: `export default JSON.parse(${JSON.stringify(text)})`, moduleType: 'js' as const }
    },
  }
}
