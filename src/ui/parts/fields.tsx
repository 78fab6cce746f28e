import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

/** Choices of which one holds. */
export function Choices<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: Value;
  choices: ReadonlyArray<readonly [Value, ComponentChildren]>;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      <div class="choices">
        {choices.map(([each, text]) => (
          <label key={each}>
            <input type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What is typed counts once nothing more is typed for so long. */
const TYPED_AFTER_MS = 300;

/** A field to type in, which tells what it holds when one stops typing. */
export function TextField({
  label,
  hint,
  value,
  placeholder,
  inputMode,
  onChange,
}: {
  label: string;
  hint?: ComponentChildren;
  value: string;
  placeholder?: string;
  inputMode?: 'numeric' | 'text';
  onChange: (value: string) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  const tell = (text: string) => {
    clearTimeout(timer.current ?? undefined);
    setTyped(undefined);
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={typed ?? value}
        placeholder={placeholder}
        inputMode={inputMode ?? 'text'}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          clearTimeout(timer.current ?? undefined);
          timer.current = setTimeout(() => tell(text), TYPED_AFTER_MS);
        }}
        onChange={(event) => tell(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** A slider over some values, of which it tells each as it is passed. */
export function Slider({
  label,
  stops,
  place,
  text,
  onChange,
}: {
  label: string;
  stops: readonly string[];
  /** Of the stop where it stands. */
  place: number;
  /** What it stands for, in words. */
  text: string;
  onChange: (stop: string) => void;
}) {
  return (
    <input
      type="range"
      class="slider"
      aria-label={label}
      aria-valuetext={text}
      min={0}
      max={stops.length - 1}
      value={place}
      onInput={(event) => onChange(stops[event.currentTarget.valueAsNumber] ?? '')}
    />
  );
}

/** A switch that is on or off. */
export function Check({
  label,
  isOn,
  onChange,
}: {
  label: ComponentChildren;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
