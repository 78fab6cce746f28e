/** `stowage help states` */
export const STATES = `\
Every blob (a layer, a config or a manifest) is in exactly one state:

  tagged        a tag leads to it now, however deep it lies under an index
  untagged      no tag leads to it, but a revision of some repository does:
                what an overwritten tag left, for example
  unreferenced  nothing in any repository leads to it

tagged + untagged + unreferenced = all blobs. What else is on the volume:

  uploads       pushes under way, and those that were never finished
  other         every other file: links, the state of a cache, strays

All five together are the files of the volume, to the byte.

What to do with each:

  unreferenced  goes with the registry's own garbage-collect, while the
                registry is stopped or read-only. Ask before: stowage gc
  untagged      goes with its --delete-untagged, which on 2.7 and 2.8 breaks
                images of several platforms, and takes what is attached to an
                image by subject alone: signatures, SBOMs. Ask before:
                stowage gc --delete-untagged
  uploads       the running registry purges them after a week, if its
                uploadpurging is on. See: stowage leftovers
  tagged        goes when images are deleted: stowage plan --keep-last 10

Two words that qualify what seems free:

  young         written less than 24 hours before the scan: perhaps a push in
                flight, so not counted as what could go
  undetermined  may be in use, because something could not be read or is kept
                elsewhere. Delete nothing on such an answer
`;
