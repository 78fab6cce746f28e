import { BLOB_DATA } from '../support/history/blob-data.ts';
import { describeHistories } from '../support/history/describe-histories.ts';
import { STRAYS } from '../support/history/strays.ts';

describeHistories(Object.keys({ ...BLOB_DATA, ...STRAYS }));
