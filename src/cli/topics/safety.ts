/** `stowage help safety` */
export const SAFETY = `\
stowage opens the files of a volume for reading only, asks no network, and
deletes nothing. Every answer is about the moment of the scan.

Before anything is deleted:

  - Never delete blobs by hand from a list of orphans. A client does not upload
    again what the registry says it has: the next push may use any orphan. Let
    the registry delete: its API for images, its garbage-collect for blobs.
  - Stop the registry, or make it read-only, while it collects. It takes away
    the layers of a push in flight.
  - Where an answer says "undetermined", delete nothing on it. A source of
    references is missing: a disk that is not mounted, files that this user
    cannot read, tags that are kept in a database (Harbor, GitLab).
  - Exit code 3 means that something could not be read. Scan as a user who can
    read everything: root, or the registry's own.
  - Scan again. What was pushed or deleted since the last scan is not in it.

What to ask first:

  stowage check                              is anything broken already?
  stowage gc --registry 2.8.3                what a collection would delete,
                                             break, and end at
  stowage gc --registry 2.8.3 --delete-untagged
  stowage plan --keep-last 10 --older-than 90d
                                             what a rule would free, and that
                                             what stays can be pulled

plan --emit sh writes a script that deletes by the registry's API. It looks
again before each deletion, and runs only when you run it.

A scan hashes no blob: whether bytes are what they should be, verify tells.
`;
