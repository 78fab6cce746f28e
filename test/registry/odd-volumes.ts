import { madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
} from '../support/volume-paths.ts';

/** Volumes that random ones do not come near, by what is odd about them. */
export const ODD_VOLUMES: Record<string, (volume: VolumeBuilder) => void> = {
  'a damaged revision link beside a layer link, reached by another link': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    const { digest } = a;
    a.layerLink(digest).revisionLink(madeDigest('other'), digest).revisionLink(digest, '');
  },
  'a revision link that says another digest': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    const { digest } = a;
    a.image({ layers: ['two'], tag: '2' })
      .revisionLink(a.digest, digest)
      .tag('3', madeDigest('x'));
  },
  'a manifest listed twice and untagged': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'] });
    a.revisionLink(madeDigest('other'), a.digest).image({ layers: ['two'], tag: '2' });
  },
  'a manifest reached by its layer link alone, untagged': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], linked: false });
    a.layerLink(a.digest)
      .revisionLink(madeDigest('other'), a.digest)
      .image({ layers: ['two'], tag: '2' });
  },
  'a layer link that says another digest': (volume) => {
    const a = volume.repository('a').image({ layers: ['one', 'two'], tag: '1' });
    a.layerLink(layerDigest('one'), layerDigest('two'));
  },
  'a damaged link in the history of a tag': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.writeLink(tagHistoryLinkPath('a', '1', a.digest), '');
    a.image({ layers: ['two'], tag: '1' });
  },
  'a blob where none belongs, and where it belongs the rest of an upload': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    const hex = madeDigest('x').slice('sha256:'.length);
    volume.writeFileAt(`${BLOBS}/sha256/${hex}/data`, 'x');
    volume.writeFileAt(`${BLOBS}/sha256/${hex.slice(0, 2)}/${hex}/data.tmp`, 'x');
  },
  'a link to a link': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    const { digest } = a;
    const [x, y] = [madeDigest('x'), madeDigest('y')];
    a.image({ layers: ['two'] })
      .revisionLink(x, y)
      .revisionLink(y, digest)
      .tag('x', x)
      .tag('y', y);
  },
  'two links that say each other': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    const { digest } = a;
    a.image({ layers: ['two'], tag: '2' })
      .revisionLink(a.digest, digest)
      .revisionLink(digest, a.digest);
  },
  'links at other depths': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], linked: false });
    const revisions = `${REPOSITORIES}/a/_manifests/revisions`;
    a.layerLink(a.digest).image({ layers: ['two'], tag: '2' });
    volume.writeLink(`${revisions}/link`, a.digest).writeLink(`${revisions}/sha256/link`, a.digest);
    volume.writeLink(`${revisions}/sha256/a/b/c/link`, a.digest);
  },
  'a link below a name that no path may have': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.writeLink(`${REPOSITORIES}/a/_manifests/revisions/lost+found/link`, a.digest);
  },
  'a link that is a directory': (volume) => {
    const a = volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'], tag: '2' });
    volume.remove(revisionLinkPath('a', a.digest)).makeDirectory(revisionLinkPath('a', a.digest));
  },
  'a tag whose link is a directory': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'], tag: '2' });
    volume.remove(currentLinkPath('a', '1')).makeDirectory(currentLinkPath('a', '1'));
  },
  'a tag whose current is a file': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'], tag: '2' });
    volume.remove(`${REPOSITORIES}/a/_manifests/tags/1/current`);
    volume.writeFileAt(`${REPOSITORIES}/a/_manifests/tags/1/current`, '');
  },
  'tags of names that no path may have': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.makeDirectory(`${REPOSITORIES}/a/_manifests/tags/lost+found`);
  },
  'a damaged tag in a repository without revisions': (volume) => {
    volume.repository('a').looseBlob('loose').tag('1', 'nothing:good');
  },
  'tags that are a file': (volume) => {
    volume.repository('a').image({ layers: ['one'] });
    volume.writeFileAt(`${REPOSITORIES}/a/_manifests/tags`, '');
  },
  'no tags, and revisions of which none can be reached': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['one'] })
      .image({ layers: ['two'], linked: false });
    volume.remove(blobPath(volume.repository('a').image({ layers: ['one'] }).digest));
  },
  'damage of two tags': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.writeLink(currentLinkPath('a', '0'), '').writeLink(currentLinkPath('a', '2'), `${a.digest}\n`);
    volume.writeFileAt(`${REPOSITORIES}/a/_manifests/tags/3`, '');
  },
  'manifests, revisions and layers that are files': (volume) => {
    for (const name of ['a', 'b', 'c', 'd']) volume.repository(name).image({ layers: [name], tag: '1' });
    for (const path of ['a/_manifests', 'b/_manifests/revisions', 'c/_layers']) {
      volume.remove(`${REPOSITORIES}/${path}`).writeFileAt(`${REPOSITORIES}/${path}`, '');
    }
  },
  'a revisions directory that is a file': (volume) => {
    for (const name of ['a', 'b']) volume.repository(name).image({ layers: [name], tag: '1' });
    volume.remove(`${REPOSITORIES}/a/_manifests/revisions`);
    volume.writeFileAt(`${REPOSITORIES}/a/_manifests/revisions`, '');
  },
  'a revision looked up through a link that is a directory, or leads nowhere': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    const [x, y] = [madeDigest('x'), madeDigest('y')];
    a.revisionLink(madeDigest('to x'), x).revisionLink(madeDigest('to y'), y);
    volume.makeDirectory(revisionLinkPath('a', x)).symlink(revisionLinkPath('a', y), 'nowhere');
  },
  'a revision looked up through a link that leads nowhere, and a layer link': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'] });
    volume.remove(revisionLinkPath('a', a.digest)).symlink(revisionLinkPath('a', a.digest), 'nowhere');
    a.layerLink(a.digest)
      .revisionLink(madeDigest('x'), a.digest)
      .image({ layers: ['b'], tag: '1' });
  },
  'layers looked up in a file': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    a.revisionLink(madeDigest('y'), madeDigest('x'));
    volume.remove(`${REPOSITORIES}/a/_layers`).writeFileAt(`${REPOSITORIES}/a/_layers`, '');
  },
  'a blob directory that is a file': (volume) => {
    const a = volume
      .repository('a')
      .image({ layers: ['a'], tag: '1' })
      .image({ layers: ['b'], tag: '2' });
    const directory = blobPath(a.digest).slice(0, -'/data'.length);
    volume.remove(directory).writeFileAt(directory, '');
  },
  'a directory of blob directories that is a file': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    a.revisionLink(madeDigest('x', 'sha512'));
    volume.writeFileAt(`${BLOBS}/sha512`, '');
  },
  'data that leads to itself': (volume) => {
    const a = volume
      .repository('a')
      .image({ layers: ['a'], tag: '1' })
      .image({ layers: ['b'], tag: '2' });
    volume.remove(blobPath(a.digest)).symlink(blobPath(a.digest), 'data');
  },
  'a tag that is a dangling link': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['a'], tag: '1' })
      .image({ layers: ['b'] });
    volume.symlink(`${REPOSITORIES}/a/_manifests/tags/2`, 'nowhere');
  },
  'a tag that is a link to a file': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['a'], tag: '1' })
      .image({ layers: ['b'] });
    volume.writeFileAt('file', '').symlink(`${REPOSITORIES}/a/_manifests/tags/2`, volume.resolve('file'));
  },
  'tags that lead nowhere': (volume) => {
    volume.repository('a').image({ layers: ['a'] });
    volume.symlink(`${REPOSITORIES}/a/_manifests/tags`, 'nowhere');
  },
  'a repository that holds itself': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.symlink(`${REPOSITORIES}/a/loop`, '.');
  },
  'repositories that hold each other': (volume) => {
    for (const name of ['a', 'b']) volume.repository(name).image({ layers: [name], tag: '1' });
    volume.symlink(`${REPOSITORIES}/a/to-b`, '../b').symlink(`${REPOSITORIES}/b/to-a`, '../a');
  },
  'an algorithm directory that is a file': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.writeFileAt(`${REPOSITORIES}/a/_manifests/revisions/sha512`, '');
  },
  'a digest directory that is a file': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    const x = madeDigest('x');
    a.revisionLink(madeDigest('y'), x);
    volume.writeFileAt(revisionLinkPath('a', x).replace(/\/link$/, ''), '');
  },
  'a layer directory that is a file': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    const x = madeDigest('x');
    a.revisionLink(madeDigest('y'), x);
    volume.writeFileAt(layerLinkPath('a', x).replace(/\/link$/, ''), '');
  },
  'names that no repository may have': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.repository('Upper').image({ layers: ['b'], tag: '1' });
    volume.repository('Upper/lower').image({ layers: ['c'], tag: '1' });
  },
  'a name with a + in it': (volume) => {
    volume.repository('a+b').image({ layers: ['b'], tag: '1' });
    volume.repository('c').image({ layers: ['b'], tag: '1' });
  },
  'a name with a port in it': (volume) => {
    volume.repository('localhost:5000/b').image({ layers: ['b'], tag: '1' });
  },
  'a name that is too long': (volume) => {
    volume.repository(`${'a'.repeat(200)}/${'b'.repeat(54)}`).image({ layers: ['a'], tag: '1' });
    volume.repository(`${'a'.repeat(200)}/${'b'.repeat(55)}`).image({ layers: ['b'], tag: '1' });
  },
  'no repositories': (volume) => {
    volume.orphan('orphan').length;
    volume.remove(REPOSITORIES);
  },
  'repositories that are a file': (volume) => {
    volume.orphan('orphan');
    volume.remove(REPOSITORIES).writeFileAt(REPOSITORIES, '');
  },
  'no blobs': (volume) => {
    volume.repository('a').tag('1', madeDigest('x'));
    volume.makeDirectory(`${REPOSITORIES}/a/_layers`).remove(BLOBS);
  },
  'blobs that are a file': (volume) => {
    volume.repository('a').tag('1', madeDigest('x')).layerLink(madeDigest('x'));
    volume.remove(BLOBS).writeFileAt(BLOBS, '');
  },
  'the same blob in two places': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    const orphan = volume.orphan('orphan');
    const [hex, layer] = [orphan.slice(7), layerDigest('a').slice(7)];
    volume.writeFileAt(`${BLOBS}/sha256/${hex}/data`, 'x').writeFileAt(`${BLOBS}/x/sha256/${hex}/data`, 'x');
    volume.writeFileAt(`${BLOBS}/sha256/${layer}/data`, 'x');
  },
  'a misplaced blob that nothing names': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.writeFileAt(`${BLOBS}/sha256/${madeDigest('x').slice(7)}/data`, 'x');
  },
  'a manifest deleted twice, and a misplaced blob': (volume) => {
    const a = volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'] });
    a.revisionLink(madeDigest('other'), a.digest);
    volume.writeFileAt(`${BLOBS}/data`, 'x');
  },
  'a misplaced blob that something names': (volume) => {
    const { digest } = volume.repository('a').image({ layers: ['a'], tag: '1' });
    for (const each of [digest, layerDigest('a')]) {
      volume.remove(blobPath(each)).writeFileAt(`${BLOBS}/sha256/${each.slice(7)}/data`, 'x');
    }
  },
  'data that is a directory': (volume) => {
    const { digest } = volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.remove(blobPath(digest)).makeDirectory(blobPath(digest));
    volume.makeDirectory(blobPath(madeDigest('x')));
    volume.writeFileAt(`${blobPath(madeDigest('y'))}/data`, 'x');
  },
  'data below a name that no path may have': (volume) => {
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.writeFileAt(`${BLOBS}/lost+found/data`, 'x');
  },
  'blobs of other algorithms': (volume) => {
    volume.repository('a').image({
      layers: [
        { name: 'a', algorithm: 'sha384' },
        { name: 'b', algorithm: 'sha512' },
      ],
      tag: '1',
    });
    volume.writeBlob('sha384', 'sha384');
    volume.writeFileAt(`${BLOBS}/md5/aa/${'a'.repeat(32)}/data`, 'x');
  },
  'a blob directory under the wrong two digits': (volume) => {
    const orphan = volume.orphan('orphan');
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.writeFileAt(`${BLOBS}/sha256/zz/${orphan.slice(7)}/data`, 'x');
  },
  'a manifest too large to read': (volume) => {
    const padding = 'x'.repeat(4 * 1024 * 1024);
    const json = `{"schemaVersion":2,"manifests":[],"annotations":{"padding":"${padding}"}}`;
    volume
      .repository('a')
      .manifest(json, { tag: '1' })
      .image({ layers: ['a'], tag: '2' });
  },
  'a manifest as large as can be read': (volume) => {
    const head = '{"schemaVersion":2,"manifests":[],"annotations":{"padding":"';
    const padding = 'x'.repeat(4 * 1024 * 1024 - head.length - 3);
    volume.repository('a').manifest(`${head}${padding}"}}`, { tag: '1' });
  },
  'a repository behind a symbolic link': (volume) => {
    // An untagged manifest it would delete by each name, and end on the second: no inventory tells such names apart.
    volume.repository('a').image({ layers: ['a'], tag: '1' });
    volume.symlink(`${REPOSITORIES}/z`, 'a').symlink(`${REPOSITORIES}/dangling`, 'nowhere');
  },
  'symbolic links to links and blobs': (volume) => {
    const a = volume.repository('a').image({ layers: ['a'], tag: '1' });
    const orphan = volume.orphan('orphan');
    volume.remove(blobPath(orphan)).symlink(blobPath(orphan), volume.resolve(blobPath(a.digest)));
    volume.symlink(blobPath(madeDigest('x')), 'nowhere');
    volume.symlink(revisionLinkPath('b', a.digest), volume.resolve(revisionLinkPath('a', a.digest)));
    volume.makeDirectory(`${REPOSITORIES}/b/_layers`).makeDirectory(`${REPOSITORIES}/b/_manifests/tags`);
    volume
      .symlink(currentLinkPath('a', '2'), 'nowhere')
      .symlink(revisionLinkPath('a', madeDigest('y')), 'nowhere');
  },
  'a plain file whose name begins with _ deep in a name': (volume) => {
    for (const name of ['a/0', 'a/b', 'a/b/c', 'b'])
      volume.repository(name).image({ layers: [name], tag: '1' });
    volume.writeFileAt(`${REPOSITORIES}/a/_file`, '').writeFileAt(`${REPOSITORIES}/a/b/_z`, '');
  },
  'a symbolic link to a file whose name begins with _': (volume) => {
    for (const name of ['0', 'b']) volume.repository(name).image({ layers: [name], tag: '1' });
    volume.writeFileAt('file', '').symlink(`${REPOSITORIES}/_link`, volume.resolve('file'));
  },
  'a dangling symbolic link whose name begins with _': (volume) => {
    for (const name of ['0', 'b']) volume.repository(name).image({ layers: [name], tag: '1' });
    volume.symlink(`${REPOSITORIES}/_link`, 'nowhere');
  },
  'a directory whose name begins with _': (volume) => {
    for (const name of ['0', 'b']) volume.repository(name).image({ layers: [name], tag: '1' });
    volume
      .writeFileAt(`${REPOSITORIES}/_dir/file`, '')
      .repository('_dir/c')
      .image({ layers: ['c'], tag: '1' });
  },
  'index children of every kind of damage': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'] });
    const { digest } = a;
    a.index({ children: [{ listed: digest }, { listed: madeDigest('x') }, { blob: 'bare' }], tag: 'all' });
    a.manifest('not a manifest').index({ children: [{ listed: a.digest }], tag: 'bad child' });
    a.manifest('{"schemaVersion":2,"manifests":7}').index({ children: [{ listed: a.digest }], tag: 'worse' });
  },
  'a blobs/ whose disk is not mounted': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'] });
    volume.remove(BLOBS).symlink(BLOBS, '/nonexistent/blobs');
  },
  'a blobs/sha256 whose disk is not mounted': (volume) => {
    volume
      .repository('a')
      .image({ layers: ['one'], tag: '1' })
      .image({ layers: ['two'] });
    volume.remove(`${BLOBS}/sha256`).symlink(`${BLOBS}/sha256`, '/nonexistent/sha256');
  },
  'a repositories/ whose disk is not mounted': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.remove(REPOSITORIES).symlink(REPOSITORIES, '/nonexistent/repositories');
  },
  'a repositories/ that leads to itself': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.remove(REPOSITORIES).symlink(REPOSITORIES, 'repositories');
  },
  'a blobs/ that leads to itself': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.remove(BLOBS).symlink(BLOBS, 'blobs');
  },
  'nothing in repositories/': (volume) => {
    volume.repository('a').image({ layers: ['one'], tag: '1' });
    volume.remove(REPOSITORIES).makeDirectory(REPOSITORIES);
  },
  'uppercase directories': (volume) => {
    const a = volume.repository('a').image({ layers: ['one'] });
    const path = revisionLinkPath('a', a.digest).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase());
    volume.remove(revisionLinkPath('a', a.digest)).writeLink(path, a.digest);
    a.image({ layers: ['two'], tag: '1' });
  },
};
