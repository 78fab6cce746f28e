// A registry in use, for half an hour or as long as somebody says.
process.env['STOWAGE_LIVE_MINUTES'] ??= '30';
await import('../registry/scan-busy.test.ts');
