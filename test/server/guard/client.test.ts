import { describe, expect, it } from 'vitest';
import { clientOf } from '../../../src/server/guard/client.ts';

describe('who asks', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
    ['', ''],
  ])('%s is %s', (address, client) => {
    expect(clientOf(address)).toBe(client);
  });

  it('is one whoever changes the last 64 bits, and another who changes more', () => {
    const clients = Array.from({ length: 1000 }, (_, at) => clientOf(`2001:db8::${at.toString(16)}:1`));
    expect(new Set(clients).size).toBe(1);
    expect(clientOf('2001:db8:0:1::1')).not.toBe(clients[0]);
  });
});
