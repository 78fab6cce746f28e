/** From the worst to the least. */
export const SEVERITIES = ['corruption', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];
