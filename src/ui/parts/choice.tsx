/** Some ways of which one holds. */
export function Choice<Value extends string>({
  label,
  ways,
  value,
  onChoose,
}: {
  label: string;
  ways: ReadonlyArray<readonly [value: Value, title: string]>;
  value: Value;
  onChoose: (value: Value) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <span class="choices">
        {ways.map(([way, title]) => (
          <label key={way}>
            <input type="radio" name={label} checked={way === value} onChange={() => onChoose(way)} />
            {title}
          </label>
        ))}
      </span>
    </fieldset>
  );
}
