import type { Referrer } from '../../analyze/manifest/referrers.ts';
import type { NamedBlob } from '../../analyze/manifest/tree.ts';
import type { InspectedLayer, InspectedManifest, Inspection, Unread } from '../../inspect/inspection.ts';
import { formatBytes } from '../format.ts';
import { madeBy } from './made-by.ts';

/** A part of a manifest's tree, in words. */
export interface Branch {
  /** What it is: `layer`, `linux/amd64`, `signature`. */
  readonly name: string;
  readonly digest: string;
  readonly bytes: string;
  /** Who else has it: `only here`, `shared`; empty where that is not told. */
  readonly held: string;
  /** What made it, what is wrong with it. */
  readonly note: string;
  readonly below: readonly Branch[];
}

/** A manifest and all below it, in words. */
export function branchesOf(inspection: Omit<Inspection, 'oddity'>): Branch {
  return new BranchMaker(inspection.unread).ofManifest(inspection, kindOf(inspection.kind));
}

class BranchMaker {
  readonly #unread: ReadonlyMap<string | undefined, Unread>;

  constructor(unread: readonly Unread[]) {
    this.#unread = new Map(unread.map((each) => [each.digest, each]));
  }

  ofManifest(manifest: InspectedManifest, name: string, about: readonly InspectedManifest[] = []): Branch {
    const { digest, bytes, missing, config, layers = [], mentions = [], referrers } = manifest;
    return {
      name,
      digest,
      bytes: missing ? 'missing' : formatBytes(bytes),
      held: '',
      note: joined([noteOn(manifest), this.#whyUnread(digest)]),
      below: [
        ...(config === undefined ? [] : [this.#ofBlob('config', config, createdText(config.created))]),
        ...layers.map((layer) => this.#ofBlob('layer', layer, noteOnLayer(layer))),
        ...this.#childrenOf(manifest),
        ...about.map((attestation) => this.#ofAttestation(attestation)),
        ...mentions.map((blob) => this.#ofBlob('mentions', blob, '')),
        ...referrers.map(ofReferrer),
      ],
    };
  }

  /** Attestations stand below what they attest, where the index lists that too. */
  #childrenOf({ children = [] }: InspectedManifest): Branch[] {
    const listed = new Set(children.map(({ digest }) => digest));
    const isApart = ({ attests }: InspectedManifest) => attests === undefined || !listed.has(attests);
    return children.filter(isApart).map((child) => {
      const about = child.cut === undefined ? children.filter(({ attests }) => attests === child.digest) : [];
      return this.ofManifest(child, child.platform ?? kindOf(child.kind), about);
    });
  }

  /** What one is made of is of interest where it is not whole. */
  #ofAttestation(attestation: InspectedManifest): Branch {
    const branch = this.ofManifest(attestation, kindOf(attestation.kind));
    const { config, layers = [] } = attestation;
    const isWhole = [config, ...layers].every((blob) => blob?.missing !== true);
    return isWhole ? { ...branch, below: attestation.referrers.map(ofReferrer) } : branch;
  }

  #ofBlob(name: string, blob: NamedBlob, note: string): Branch {
    const { digest, bytes, missing, foreign, expectedBytes, uniqueToThis } = blob;
    const held = missing ? '' : uniqueToThis ? 'only here' : 'shared';
    const expected =
      expectedBytes === undefined || (missing && foreign) ? '' : `expected ${formatBytes(expectedBytes)}`;
    const size = missing && foreign ? 'elsewhere' : missing ? 'missing' : formatBytes(bytes);
    const rest = joined([expected, this.#whyUnread(digest), note]);
    return { name, digest, bytes: size, held, note: rest, below: [] };
  }

  #whyUnread(digest: string): string {
    const unread = this.#unread.get(digest);
    return unread === undefined ? '' : WHY_UNREAD[unread.code];
  }
}

const WHY_UNREAD: Readonly<Record<Unread['code'], string>> = {
  'no-volume': '',
  'too-many': '',
  missing: 'gone since the scan',
  mismatch: 'damaged: its bytes are not what its digest says',
  unreadable: 'could not be read',
  'too-large': 'too large to be read',
  'not-json': 'no JSON object',
};

function ofReferrer(referrer: Referrer): Branch {
  const { digest, bytes, kind, missing, via, tag, repository, referrers } = referrer;
  const by = via === 'subject' ? 'by its subject' : 'by its tag';
  return {
    name: kindOf(kind),
    digest,
    bytes: missing ? 'missing' : formatBytes(bytes),
    held: '',
    note: repository === undefined ? `attached ${by}` : `attached ${by}: ${repository}:${tag}`,
    below: referrers.map(ofReferrer),
  };
}

function noteOn({ cut, kind, missing, faults = {}, attests }: InspectedManifest): string {
  if (cut === 'repeated') return 'as above';
  if (cut === 'too-deep') return 'not told: it lies too deep';
  if (missing) return '';
  if (kind === null) return "could not be read as a manifest ('stowage check' tells more)";
  const [fault] = Object.values(faults);
  if (fault !== undefined) return `refused by registry ${Object.keys(faults).join(' and ')}: ${fault}`;
  return attests === undefined ? '' : 'listed by the index';
}

function noteOnLayer({ createdBy, title }: InspectedLayer): string {
  return title ?? (createdBy === undefined ? '' : madeBy(createdBy));
}

function createdText(created: string | undefined): string {
  return created === undefined ? '' : `created ${created.slice(0, 10)}`;
}

function joined(notes: readonly string[]): string {
  return notes.filter((note) => note !== '').join('; ');
}

function kindOf(kind: string | null): string {
  return kind ?? 'manifest';
}
