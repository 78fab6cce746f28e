import type { Page } from 'playwright-core';

/** Labels of the map that lie over another, or leave their cell, and amounts that are cut, by the boxes that the browser drew. */
export function labelFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll<HTMLElement>('.treemap .cell-label, .treemap .cell-more')];
    const shown = texts.map((text) => {
      const own = text.getBoundingClientRect();
      const cell = text.closest('.cell')!.getBoundingClientRect();
      return {
        text: text.textContent,
        own,
        leaves: own.left < cell.left || own.right > cell.right + 0.5 || own.bottom > cell.bottom + 0.5,
      };
    });
    const overlaps = shown.flatMap((a, at) =>
      shown.slice(at + 1).flatMap((b) => {
        const isApart =
          a.own.right <= b.own.left + 0.5 ||
          b.own.right <= a.own.left + 0.5 ||
          a.own.bottom <= b.own.top + 0.5 ||
          b.own.bottom <= a.own.top + 0.5;
        return isApart ? [] : [`${a.text} over ${b.text}`];
      }),
    );
    const cut = [...document.querySelectorAll<HTMLElement>('.treemap .cell-more')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ textContent }) => `${textContent} is cut`);
    return [
      ...overlaps,
      ...cut,
      ...shown.filter(({ leaves }) => leaves).map(({ text }) => `${text} leaves its cell`),
    ];
  });
}
