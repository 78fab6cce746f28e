import bcrypt from 'bcryptjs';

/** A password and the bcrypt hash to compare it with. */
export interface Comparison {
  readonly password: string;
  readonly hash: string;
}

/** Takes as long as the hash's cost says: 0.3 s at 12. */
export function compare({ password, hash }: Comparison): boolean {
  return bcrypt.compareSync(password, hash);
}
