import type { ArtifactKind } from '../../registry/manifest/artifact-kind.ts';
import type { Database } from '../format/sqlite.ts';

/**
 * Tells images that kaniko keeps as its cache from others, among the manifests of an inventory that is being written.
 * Nothing in such a manifest says so: kaniko pushes an image of the one layer that a command made, to the repository
 * `<destination>/cache`, under a tag that is a sha256 in hex (kaniko, pkg/executor/push.go, pushLayerToCache;
 * pkg/cache/cache.go, Destination; pkg/executor/composite_cache.go, Hash). So one is told by its tags: all that point to
 * it or ever did are of this kind, in whatever repository, it has one layer, and no index lists it. A cache in a
 * repository of another name (`--cache-repo`) is not told: other tools tag with hex too.
 */
export function tellKanikoCaches(database: Database): void {
  // Of the last scan: its tags may have moved.
  database.prepare('UPDATE manifest SET kind = @image WHERE kind = @cache').run(KINDS);
  const tags = database.prepare<[], number>(CACHE_TAGS_SQL).pluck().all();
  if (tags.length > 0) database.prepare(TELL_SQL).run({ ...KINDS, tags: JSON.stringify(tags) });
}

const KINDS = { image: 'image', cache: 'kaniko-cache' } satisfies Record<string, ArtifactKind>;

const CACHE_TAGS_SQL = `SELECT tag.id FROM tag JOIN repository ON repository.id = repository_id
  WHERE (repository.name = 'cache' OR repository.name GLOB '*/cache')
    AND length(tag.name) = 64 AND tag.name NOT GLOB '*[^0-9a-f]*'`;

const TELL_SQL = `WITH
  cache_tag (id) AS (SELECT value FROM json_each(@tags)),
  pointed (tag, blob) AS (
    SELECT id, target_id FROM tag WHERE target_id IS NOT NULL UNION ALL SELECT tag_id, blob_id FROM tag_history)
  UPDATE manifest SET kind = @cache
  WHERE kind = @image
    AND blob_id IN (SELECT blob FROM pointed WHERE tag IN (SELECT id FROM cache_tag))
    AND blob_id NOT IN (SELECT blob FROM pointed WHERE tag NOT IN (SELECT id FROM cache_tag))
    AND blob_id NOT IN (SELECT blob_id FROM reference WHERE kind = 'manifest')
    AND (SELECT count(*) FROM reference WHERE manifest_id = manifest.blob_id AND kind = 'layer') = 1`;
