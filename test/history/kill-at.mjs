// Loaded before the program: kills it right before its n-th statement on a history, or where 0 is given, right after it
// has published an inventory.
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const KILL_AT = Number(process.env.STOWAGE_TEST_KILL_AT);
const Database = createRequire(import.meta.url)('better-sqlite3');
const die = () => process.kill(process.pid, 'SIGKILL');

if (KILL_AT === 0) {
  const { renameSync } = fs;
  fs.renameSync = (...paths) => {
    renameSync(...paths);
    die();
  };
  syncBuiltinESMExports();
}

let statements = 0;
const count = ({ name }) => {
  if (name.endsWith('.history') && ++statements === KILL_AT) die();
};
const { prepare, exec } = Database.prototype;
Database.prototype.exec = function (sql) {
  count(this);
  return exec.call(this, sql);
};
Database.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  for (const method of ['run', 'all', 'get', 'iterate']) {
    const call = statement[method];
    statement[method] = (...parameters) => {
      count(this);
      return call.apply(statement, parameters);
    };
  }
  return statement;
};
