/** `stowage help sizes` */
export const SIZES = `\
Repositories share layers, so each has several sizes:

  bytes       all that its manifests lead to and that is on the disk, each
              blob once
  only here   what no other repository leads to. Delete the repository,
              collect, and this is what becomes free
  shared      the rest: bytes - only here
  fair share  each blob divided by the number of repositories that have it
  untagged    what of its bytes none of its tags leads to
  uploads     its unfinished pushes

bytes of several repositories do not add up to the disk: what two of them have
is in both. Fair shares do: all of them, and what is unreferenced, are all
blobs.

In usage --by namespace, tag, kind, platform and source the columns mean the
same, for each row: "only here" is what no other row has. Two tags of one image
share all of it, so that neither has anything alone.

To ask what a deletion frees, rather than to add up rows:

  stowage usage --match 'team/*'     "Matching": of all of them
  stowage plan --repository 'team/*' --older-than 90d
  stowage where <digest>             who holds a blob, and what would free it

Bytes are the lengths of files, not what the file system gave them: du counts
blocks and directories. A file with several names counts once.

Sizes are written in 1024s: 1 KiB is 1024 bytes, 1 MiB is 1024 KiB. --json has
bytes. As input, 500M and 500MiB are binary, 500MB is decimal.
`;
