/** What a file system cannot hold, or does not tell. */
type Lack = 'odd-bytes' | 'symlinks' | 'hard-links' | 'fractions' | 'change-times';

/** A file system that a volume may lie on. */
export interface Place {
  /** Commands that make it of an empty image `$image` and mount it at `$at`, beside which `$aside` is an empty directory. */
  readonly commands: readonly string[];
  /** Megabytes of the image, which takes no room on the disk before it is written to. */
  readonly megabytes: number;
  readonly lacks: readonly Lack[];
}

const loop = (mkfs: string, megabytes: number, lacks: readonly Lack[] = []): Place => ({
  commands: [`${mkfs} $image`, 'mount -o loop $image $at'],
  megabytes,
  lacks,
});
const elsewhere = (...commands: readonly string[]): Place => ({ commands, megabytes: 0, lacks: [] });

/** By what is peculiar about them. */
export const PLACES = {
  ext4: loop('mkfs.ext4 -q -F -b 4096', 24),
  'ext2 without types in its listings': loop('mkfs.ext2 -q -F -I 256 -b 4096 -O ^filetype', 24),
  'ext3 without fractions of seconds': loop('mkfs.ext3 -q -F -I 128 -b 4096 -J size=4', 24, ['fractions']),
  xfs: loop('mkfs.xfs -q -f', 300),
  btrfs: loop('mkfs.btrfs -q -f', 120),
  tmpfs: elsewhere('mount -t tmpfs -o size=32m none $at'),
  'overlay on two file systems': elsewhere(
    'mount -t tmpfs -o size=32m none $aside',
    'mkdir $aside/upper $aside/work $aside/../lower',
    'mount -t overlay -o lowerdir=$aside/../lower,upperdir=$aside/upper,workdir=$aside/work none $at',
  ),
  'a directory by way of FUSE': elsewhere('bindfs $aside $at'),
  'exFAT by way of FUSE': {
    commands: ['mkfs.exfat $image', 'mount.exfat-fuse $(losetup -f --show $image) $at'],
    megabytes: 24,
    lacks: ['odd-bytes', 'symlinks', 'hard-links', 'change-times'],
  },
} satisfies Readonly<Record<string, Place>>;
