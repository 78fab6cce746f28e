import type { ManifestsFact } from '../../facts/told.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import { isImageConfigType, isManifestType } from '../../registry/manifest/media-types.ts';
import type { Known } from '../ids/known.ts';
import type { Renewal } from '../renew/renewal.ts';
import type { Rows } from './rows.ts';

/** Writes manifests with their references, and asks for the manifests that they lead to. */
export class ManifestWriter {
  readonly #rows: Rows;
  readonly #known: Known;
  readonly #renewal: Renewal;
  readonly #mediaTypeIds: Map<string, number>;
  #lastMediaType: number;

  constructor(rows: Rows, known: Known, renewal: Renewal) {
    this.#rows = rows;
    this.#known = known;
    this.#renewal = renewal;
    const { mediaTypes } = renewal.taken;
    this.#mediaTypeIds = new Map(mediaTypes);
    this.#lastMediaType = Math.max(0, ...mediaTypes.values());
  }

  add(fact: ManifestsFact): void {
    const { mentions, graph, sizes } = this.#known;
    const ids = this.#known.blobs.digests;
    const { texts } = fact;
    const text = (index: number | undefined) =>
      index === undefined || index < 0 ? null : (texts[index] as string);
    const digests = new DigestListReader(fact.digests);
    const subjects = new DigestListReader(fact.subjects);
    const references = new DigestListReader(fact.references);
    let next = 0;
    for (let row = 0; digests.next(); row++) {
      const manifest = ids.idOf(digests);
      subjects.next();
      this.#renewal.dropManifest(manifest);
      // A second look may read one again.
      graph.removeManifest(manifest);
      this.#rows.manifest.add(
        manifest,
        text(fact.forms[row]),
        text(fact.kinds[row]),
        this.#mediaTypeId(text(fact.mediaTypes[row])),
        this.#mediaTypeId(text(fact.artifactTypes[row])),
        this.#mediaTypeId(text(fact.configMediaTypes[row])),
        subjects.length === 0 ? null : ids.idOf(subjects),
        text(fact.faults2x[row]),
        text(fact.faults3x[row]),
        text(fact.annotations[row]),
      );
      this.#known.configs.note(manifest, isImageConfigType(text(fact.configMediaTypes[row]) ?? ''));
      for (let position = 0; position < (fact.referenceCounts[row] as number); position++, next++) {
        references.next();
        const blob = ids.idOf(references);
        const kind = text(fact.referenceKinds[next]) as string;
        const mediaType = text(fact.referenceMediaTypes[next]);
        const bytes = storedSize(fact.referenceBytes[next] as number);
        graph.addReference(manifest, blob, fact.referenceIsForeign[next] === 1);
        if (bytes !== null) sizes.compare(blob, bytes);
        this.#rows.reference.add(
          manifest,
          position,
          blob,
          kind,
          bytes,
          this.#mediaTypeId(mediaType),
          text(fact.referencePlatforms[next]),
          text(fact.referenceAnnotations[next]),
          fact.referenceIsForeign[next],
        );
        if (kind === 'manifest') mentions.want(blob, isManifestType(mediaType ?? ''));
        else if (kind === 'guess') mentions.want(blob, false);
        else mentions.mention(blob);
      }
      mentions.markRead(manifest);
    }
  }

  #mediaTypeId(name: string | null): number | null {
    if (name === null) return null;
    const known = this.#mediaTypeIds.get(name);
    if (known !== undefined) return known;
    const id = ++this.#lastMediaType;
    this.#mediaTypeIds.set(name, id);
    this.#rows.media_type.add(id, name);
    return id;
  }
}

/** NaN is none. What no double holds exactly is stored as the next that it does, so that sums stay sums. */
function storedSize(bytes: number): number | null {
  if (Number.isNaN(bytes)) return null;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, bytes));
}
