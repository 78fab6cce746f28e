import { type Argument, InvalidArgumentError, type Option } from 'commander';
import { didYouMean } from '../answers/did-you-mean.ts';

/** Gives an option or an argument its choices. What is none of them is refused with those that may have been meant. */
export function withChoices<Of extends Option | Argument>(of: Of, choices: readonly string[]): Of {
  // Commander keeps the choices for help and completion; the parser is ours, because its own only lists them.
  of.choices(choices).argParser((word: string) => {
    if (choices.includes(word)) return word;
    const hint = didYouMean(word, choices);
    throw new InvalidArgumentError(`${hint ?? ''} Allowed choices are ${choices.join(', ')}.`.trimStart());
  });
  return of;
}
